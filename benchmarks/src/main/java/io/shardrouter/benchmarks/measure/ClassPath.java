package io.shardrouter.benchmarks.measure;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a library brings along, by the tree that Maven resolved when this was packed.
 *
 * @param jars how many, with its own
 * @param bytes of all of them
 */
public record ClassPath(int jars, long bytes) {

  /**
   * Of one library.
   *
   * @param library like {@code org.example:artifact}
   * @return empty where this was not packed, or the jars are no longer there
   */
  public static Optional<ClassPath> of(String library) {
    try {
      Map<String, Set<String>> needs = needs();
      Map<String, Path> files = files();
      Set<String> all = new LinkedHashSet<>();
      Deque<String> open = new ArrayDeque<>(List.of(library));
      while (!open.isEmpty()) {
        String next = open.remove();
        if (files.containsKey(next) && all.add(next)) {
          open.addAll(needs.getOrDefault(next, Set.of()));
        }
      }
      long bytes = 0;
      for (String one : all) {
        bytes += Files.size(files.get(one));
      }
      return all.isEmpty() ? Optional.empty() : Optional.of(new ClassPath(all.size(), bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * A library's version.
   *
   * @param library like {@code org.example:artifact}
   * @return empty where this was not packed
   */
  static Optional<String> version(String library) {
    return lines("files.txt").stream()
        .filter(line -> line.startsWith(library + ":"))
        .map(line -> Splitter.on(':').splitToList(line).get(3))
        .findFirst();
  }

  /** The edges of the tree; what is told twice there is one library here. */
  private static Map<String, Set<String>> needs() {
    Map<String, String> names = new HashMap<>();
    Map<String, Set<String>> needs = new HashMap<>();
    for (String line : lines("tree.tgf")) {
      List<String> words = Splitter.on(' ').splitToList(line);
      if (words.size() > 1 && words.get(1).contains(":")) {
        names.put(words.get(0), name(words.get(1)));
      } else if (words.size() > 1) {
        needs
            .computeIfAbsent(names.get(words.get(0)), key -> new LinkedHashSet<>())
            .add(names.get(words.get(1)));
      }
    }
    return needs;
  }

  /** Lines like {@code group:artifact:jar:version:scope:path}. */
  private static Map<String, Path> files() {
    Map<String, Path> files = new HashMap<>();
    for (String line : lines("files.txt")) {
      List<String> parts = Splitter.on(':').splitToList(line);
      int path = line.indexOf(":/");
      if (parts.size() > 5 && path > 0) {
        files.put(
            name(line), Path.of(Splitter.on(' ').splitToList(line.substring(path + 1)).get(0)));
      }
    }
    return files;
  }

  private static String name(String coordinates) {
    List<String> parts = Splitter.on(':').splitToList(coordinates.replace("(", ""));
    return parts.get(0) + ":" + parts.get(1);
  }

  private static List<String> lines(String file) {
    try (InputStream in = ClassPath.class.getResourceAsStream("/class-path/" + file)) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
