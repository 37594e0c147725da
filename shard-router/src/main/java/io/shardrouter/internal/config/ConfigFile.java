package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import io.shardrouter.ShardRouterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a file, a resource or a text to a configuration. */
public final class ConfigFile {
  private ConfigFile() {}

  /** Reads a file. */
  public static ShardRouterConfig read(Path file) {
    try {
      return parse(decoded(Files.readAllBytes(file), file.toString()), file.toString());
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read; give a file that exists and may be read", e);
    }
  }

  /** Reads a resource of the class path. */
  public static ShardRouterConfig readResource(String classpathName) {
    String name = classpathName.startsWith("/") ? classpathName.substring(1) : classpathName;
    String source = "classpath:" + name;
    try (InputStream in = open(name)) {
      if (in == null) {
        throw new ConfigurationException(
            source
                + ": is not on the class path; give the path of a resource, without package dots");
      }
      return parse(decoded(in.readAllBytes(), source), source);
    } catch (IOException e) {
      throw new ConfigurationException(source + ": cannot be read; check the archive it is in", e);
    }
  }

  /** Reads a text. */
  public static ShardRouterConfig parse(
      String yaml, String source, Function<String, @Nullable String> environment) {
    YamlDocument document = new YamlDocument(source, new Placeholders(environment));
    try {
      return ConfigReader.read(document.root(yaml));
    } catch (ConfigurationException e) {
      throw e.in(source + ":" + document.lineOf(e.setting()));
    }
  }

  private static ShardRouterConfig parse(String yaml, String source) {
    return parse(yaml, source, System::getenv);
  }

  private static @Nullable InputStream open(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    InputStream found = context == null ? null : context.getResourceAsStream(name);
    return found != null ? found : ConfigFile.class.getResourceAsStream("/" + name);
  }

  private static String decoded(byte[] bytes, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(source + ": is not UTF-8; save it as UTF-8", e);
    }
  }
}
