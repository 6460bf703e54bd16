package io.firn.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code catalog.properties}: names that are Iceberg's, with text or a secret. */
final class PropertiesReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

  /** Names whose values are passwords and the like. */
  private static final Pattern SECRET =
      Pattern.compile("(.*[.-])?(token|password|credential|authorization|api-key)|.*secret.*");

  private static final String HEADER = "header.";

  /** Headers that hold no key; of all others that is not known. */
  private static final Set<String> OPEN_HEADERS =
      Set.of("header.x-iceberg-access-delegation", "header.polaris-realm", "header.user-agent");

  private static final String ENCRYPTION = "s3.sse.type";
  private static final String ENCRYPTION_KEY = "s3.sse.key";

  /** Where the key is but its name; with other types it is the key itself. */
  private static final Set<String> NAMED_KEYS = Set.of("kms", "dsse-kms", "s3");

  /** What Firn sets, with the key that says it; an empty one where nothing does. */
  private static final Map<String, String> RESERVED =
      Map.ofEntries(
          Map.entry("type", ConfigKeys.TYPE),
          Map.entry("catalog-impl", ConfigKeys.TYPE),
          Map.entry("uri", ConfigKeys.URI),
          Map.entry("warehouse", ConfigKeys.WAREHOUSE),
          Map.entry("token", ConfigKeys.TOKEN),
          Map.entry("credential", ConfigKeys.CREDENTIAL),
          Map.entry("rest.auth.type", ConfigKeys.SIGV4),
          Map.entry("rest.sigv4-enabled", ConfigKeys.SIGV4),
          Map.entry("rest.signing-name", ConfigKeys.SIGV4),
          Map.entry("rest.signing-region", ConfigKeys.SIGV4),
          Map.entry("glue.id", ConfigKeys.CATALOG_ID),
          Map.entry("glue.skip-archive", ""),
          Map.entry("lock-impl", ""));

  private final SecretReader secrets;
  private final Map<String, String> plain = new LinkedHashMap<>();
  private final Map<String, Secret> secret = new LinkedHashMap<>();

  PropertiesReader(SecretReader secrets) {
    this.secrets = secrets;
  }

  CatalogProperties read(Value mapping) {
    mapping
        .entries()
        .ifPresent(
            entries -> {
              entries.forEach(this::add);
              checkEncryption(entries);
            });
    return new CatalogProperties(plain, secret);
  }

  private void checkEncryption(Map<String, Value.Entry> entries) {
    String type = plain.getOrDefault(ENCRYPTION, "").toLowerCase(Locale.ROOT);
    Value.Entry key = entries.get(ENCRYPTION_KEY);
    if (key != null && plain.containsKey(ENCRYPTION_KEY) && !NAMED_KEYS.contains(type)) {
      key.key().problem(mustBeHidden(ENCRYPTION_KEY));
    }
  }

  private void add(String name, Value.Entry entry) {
    Optional<String> obstacle = obstacle(name, entry.value());
    if (obstacle.isPresent()) {
      entry.key().problem(obstacle.get());
    } else if (entry.value().isMapping()) {
      entry
          .value()
          .section(ConfigKeys.EACH_PROPERTY)
          .flatMap(where -> secrets.read(where, Secret.Use.PROPERTY))
          .ifPresent(value -> secret.put(name, value));
    } else {
      entry.value().anyText().ifPresent(text -> plain.put(name, text));
    }
  }

  private static Optional<String> obstacle(String name, Value value) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("Invalid property: '" + name + "' (must be of letters, digits and . _ -)");
    }
    String key = RESERVED.get(name.toLowerCase(Locale.ROOT));
    if (key != null) {
      return Optional.of(
          "Invalid property: "
              + name
              + (key.isEmpty()
                  ? " (must be as Firn sets it)"
                  : " (must be said by catalog." + key + ")"));
    }
    return !value.isMapping() && isSecret(name.toLowerCase(Locale.ROOT))
        ? Optional.of(mustBeHidden(name))
        : Optional.empty();
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).matches()
        || (name.startsWith(HEADER) && !OPEN_HEADERS.contains(name));
  }

  private static String mustBeHidden(String name) {
    return "Invalid property: "
        + name
        + " (must be {env: <variable>} or {file: <path>}, since nobody may see it)";
  }
}
