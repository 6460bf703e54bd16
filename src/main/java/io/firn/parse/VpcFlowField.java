package io.firn.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A field of VPC flow logs: any name, with what is known of it. */
record VpcFlowField(FieldKey key, boolean isNumber) {
  /** The order of the default format. */
  static final List<String> DEFAULT =
      List.of(
          "version",
          "account-id",
          "interface-id",
          "srcaddr",
          "dstaddr",
          "srcport",
          "dstport",
          "protocol",
          "packets",
          "bytes",
          "start",
          "end",
          "action",
          "log-status");

  private static final Set<String> NUMBERS =
      Set.of(
          "version",
          "srcport",
          "dstport",
          "protocol",
          "packets",
          "bytes",
          "start",
          "end",
          "tcp-flags",
          "traffic-path",
          "encryption-status");

  /** What versions 3 to 10 of the format add. */
  private static final List<String> ADDED =
      List.of(
          "vpc-id",
          "subnet-id",
          "instance-id",
          "tcp-flags",
          "type",
          "pkt-srcaddr",
          "pkt-dstaddr",
          "region",
          "az-id",
          "sublocation-type",
          "sublocation-id",
          "pkt-src-aws-service",
          "pkt-dst-aws-service",
          "flow-direction",
          "traffic-path",
          "ecs-cluster-arn",
          "ecs-cluster-name",
          "ecs-container-instance-arn",
          "ecs-container-instance-id",
          "ecs-container-id",
          "ecs-second-container-id",
          "ecs-service-name",
          "ecs-task-definition-arn",
          "ecs-task-arn",
          "ecs-task-id",
          "reject-reason",
          "resource-id",
          "encryption-status");

  /** The field of that name, as AWS spells it. */
  static VpcFlowField of(String name) {
    return new VpcFlowField(FieldKey.of(name.replace('-', '_')), NUMBERS.contains(name));
  }

  /** All names that are known, those of the default format first. */
  static List<String> known() {
    return Stream.concat(DEFAULT.stream(), ADDED.stream()).toList();
  }

  private static boolean isKnown(String name) {
    return DEFAULT.contains(name) || ADDED.contains(name);
  }

  /** The fields that a line names, if it is a header: mostly known names and nothing else. */
  static Optional<VpcFlowField[]> ofHeader(String line) {
    String[] names = line.split(" ", -1);
    long known = Arrays.stream(names).filter(VpcFlowField::isKnown).count();
    boolean fits =
        known > 1
            && known * 2 > names.length
            && Arrays.stream(names).allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
    return fits
        ? Optional.of(Arrays.stream(names).map(VpcFlowField::of).toArray(VpcFlowField[]::new))
        : Optional.empty();
  }
}
