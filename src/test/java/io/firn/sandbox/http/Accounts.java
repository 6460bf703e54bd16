package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is who: the access keys that the sandbox knows. */
public final class Accounts {
  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::([0-9]{12}):role/(.+)");

  private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

  /** Makes a user of an account known. */
  public void add(String accessKeyId, String secret, String account) {
    keys.put(accessKeyId, AccessKey.ofUser(accessKeyId, secret, account));
  }

  Optional<AccessKey> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId));
  }

  /** Temporary credentials of the role's account; any role of any account may be assumed. */
  AccessKey assume(String roleArn, String session) {
    Matcher role = ROLE.matcher(roleArn);
    if (!role.matches()) {
      throw new AwsException("ValidationError", roleArn + " is invalid");
    }
    String random = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    String arn = "arn:aws:sts::" + role.group(1) + ":assumed-role/" + role.group(2) + "/" + session;
    AccessKey key =
        new AccessKey(
            "ASIA" + random.substring(0, 16),
            UUID.randomUUID().toString(),
            Optional.of("session-" + UUID.randomUUID()),
            role.group(1),
            arn);
    keys.put(key.id(), key);
    return key;
  }
}
