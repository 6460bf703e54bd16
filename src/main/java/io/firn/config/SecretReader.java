package io.firn.config;

import java.util.Map;
import java.util.Optional;

/** Reads where a secret is, {@code {env: <variable>}} or {@code {file: <path>}}, and the secret. */
record SecretReader(Locations locations, Map<String, String> environment) {
  Optional<Secret> read(Section section, Secret.Use use) {
    Optional<Value> variable = section.get(ConfigKeys.ENV);
    Optional<Value> file = section.get(ConfigKeys.FILE);
    if (variable.isPresent() == file.isPresent()) {
      section
          .value()
          .problem(
              "Invalid "
                  + section.value().name()
                  + ": "
                  + (file.isPresent() ? "both" : "neither")
                  + " (must have either env or file)");
      return Optional.empty();
    }
    return variable.isPresent()
        ? variable.flatMap(value -> value.read(name -> Secret.ofVariable(use, name, environment)))
        : file.flatMap(
            value ->
                value.read(
                    path -> Secret.ofFile(use, locations.local(use.thing() + " file", path))));
  }
}
