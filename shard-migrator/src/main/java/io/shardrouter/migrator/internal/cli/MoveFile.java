package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ShardKey;
import io.shardrouter.migrator.MoveRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of moves: UTF-8, CSV, one move a line, comments behind {@code #}. Without a heading a line
 * is {@code key,target}, or {@code key} alone; a heading names the columns.
 */
final class MoveFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setCommentMarker('#').setIgnoreEmptyLines(true).get();
  private static final String STANDARD_INPUT = "-";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Optional<String> group;
  private final OptionalInt target;
  private final List<NumberedMove> moves = new ArrayList<>();
  private final Faults faults;

  /** What a column holds; a heading has these names in lower case. */
  private enum Column {
    KEY,
    SLOT,
    TARGET,
    GROUP;

    static Optional<Column> named(String heading) {
      for (Column column : values()) {
        if (column.name().toLowerCase(Locale.ROOT).equals(heading)) {
          return Optional.of(column);
        }
      }
      return Optional.empty();
    }
  }

  private MoveFile(Path file, Optional<String> group, OptionalInt target) {
    this.faults = new Faults(file.toString());
    this.group = group;
    this.target = target;
  }

  /**
   * Reads the moves of {@code file}, which may be {@code -}.
   *
   * @param group of lines that name none
   * @param target of lines that name none
   * @throws CommandFailure with every line that says no move
   */
  static List<NumberedMove> read(Path file, Optional<String> group, OptionalInt target)
      throws CommandFailure {
    MoveFile reading = new MoveFile(file, group, target);
    reading.parse(text(file));
    reading.faults.requireNone();
    if (reading.moves.isEmpty()) {
      throw new CommandFailure(ExitStatus.WRONG, file + " has no moves");
    }
    return List.copyOf(reading.moves);
  }

  private static String text(Path file) throws CommandFailure {
    try {
      byte[] bytes =
          file.toString().equals(STANDARD_INPUT)
              ? System.in.readAllBytes()
              : Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // The parser counts ends of lines.
      return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text) + "\n";
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitStatus.WRONG, file + " is no UTF-8 text");
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.WRONG, file + " cannot be read: " + e);
    }
  }

  private void parse(String text) {
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      List<Column> columns = List.of();
      for (CSVRecord line : parser) {
        int number = firstLine(parser, line);
        List<Column> heading = heading(line);
        if (line.getRecordNumber() == 1 && !heading.isEmpty()) {
          columns = heading;
        } else {
          add(number, line, columns);
        }
      }
    } catch (UncheckedIOException e) {
      faults.add(e.getCause().getMessage() + "; the lines from there on were not read");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key in quotes may have ends of lines in it. */
  private static int firstLine(CSVParser parser, CSVRecord line) {
    long within =
        line.stream().mapToLong(value -> value.chars().filter(c -> c == '\n').count()).sum();
    return Math.toIntExact(parser.getCurrentLineNumber() - within);
  }

  /** The columns that the line names; empty where it is no heading. */
  private static List<Column> heading(CSVRecord line) {
    List<Column> columns = new ArrayList<>();
    for (String value : line) {
      Optional<Column> column = Column.named(value.strip());
      if (column.isEmpty() || columns.contains(column.get())) {
        return List.of();
      }
      columns.add(column.get());
    }
    return columns;
  }

  private void add(int number, CSVRecord line, List<Column> heading) {
    List<Column> columns =
        heading.isEmpty()
            ? List.of(Column.KEY, Column.TARGET).subList(0, Math.min(2, line.size()))
            : heading;
    if (line.size() != columns.size()) {
      faults.add(
          number,
          heading.isEmpty()
              ? "has %d columns; write key,target, or name the columns in a first line"
                  .formatted(line.size())
              : "has %d columns, and the heading %d".formatted(line.size(), columns.size()));
      return;
    }
    Map<Column, String> values = new EnumMap<>(Column.class);
    for (int i = 0; i < columns.size(); i++) {
      if (!line.get(i).isEmpty()) {
        values.put(columns.get(i), line.get(i));
      }
    }
    request(number, values).ifPresent(request -> moves.add(new NumberedMove(number, request)));
  }

  private Optional<MoveRequest> request(int line, Map<Column, String> values) {
    Optional<String> of = Optional.ofNullable(values.get(Column.GROUP)).or(() -> group);
    OptionalInt to = number(line, values, Column.TARGET, target);
    OptionalInt slot = number(line, values, Column.SLOT, OptionalInt.empty());
    String key = values.get(Column.KEY);
    if (of.isEmpty()) {
      faults.add(line, "names no group; give --group, or a column group");
    }
    if (to.isEmpty() && !values.containsKey(Column.TARGET)) {
      faults.add(line, "names no target; give --to, or a column target");
    }
    if ((key == null) == !values.containsKey(Column.SLOT)) {
      faults.add(line, key == null ? "names neither key nor slot" : "names both a key and a slot");
    }
    if (of.isEmpty() || to.isEmpty() || (key == null && slot.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        key == null
            ? MoveRequest.slot(of.get(), slot.getAsInt(), to.getAsInt())
            : MoveRequest.key(ShardKey.of(of.get(), key), to.getAsInt()));
  }

  private OptionalInt number(
      int line, Map<Column, String> values, Column column, OptionalInt otherwise) {
    String text = values.get(column);
    if (text == null) {
      return otherwise;
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      faults.add(
          line, "has a %s that is no number".formatted(column.name().toLowerCase(Locale.ROOT)));
      return OptionalInt.empty();
    }
  }
}
