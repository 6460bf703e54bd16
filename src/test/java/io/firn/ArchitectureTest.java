package io.firn;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom (docs/adr/0005), and that each rule fires on a class that breaks it. */
final class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.firn");
  private static final JavaClasses BROKEN =
      new ClassFileImporter().importPackages("io.firn.archfixture");

  /** The empty name is the root package. */
  private static final Map<String, List<String>> SEES =
      Map.ofEntries(
          entry("", List.of()),
          entry("decode", List.of("")),
          entry("parse", List.of("")),
          entry("policy", List.of("", "parse")),
          entry("config", List.of("", "parse", "policy")),
          entry("landing", List.of("", "state")),
          entry("schema", List.of("", "parse", "policy")),
          entry("shred", List.of("", "parse", "policy", "schema")),
          entry("table", List.of("", "schema")),
          entry("state", List.of("")),
          entry("export", List.of("", "landing", "state")),
          entry("aws", List.of("", "export", "landing", "state")),
          entry("driver", List.of("", "aws", "config", "export", "landing", "state")),
          entry("ledger", List.of("", "schema", "state", "table")),
          entry("quarantine", List.of("", "table")),
          entry("dedupe", List.of("", "table")),
          entry(
              "ingest",
              List.of(
                  "",
                  "decode",
                  "dedupe",
                  "landing",
                  "ledger",
                  "parse",
                  "policy",
                  "quarantine",
                  "schema",
                  "shred",
                  "state",
                  "table")),
          entry(
              "maintain",
              List.of("", "dedupe", "landing", "ledger", "quarantine", "state", "table")),
          entry("sample", List.of("", "decode", "parse")));

  @TestFactory
  Stream<DynamicTest> theCodeKeepsTheRules() {
    return rules("io.firn").entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(MAIN)));
  }

  @TestFactory
  Stream<DynamicTest> eachRuleFires() {
    Map<String, ArchRule> rules = rules("io.firn.archfixture");
    return Stream.of(
            "the root sees nothing",
            "decode sees no Spark",
            "decode sees no Iceberg",
            "no AWS SDK outside of aws, cli and state",
            "parse sees only the root",
            "no cycles",
            "no names that say nothing",
            "no mutable static fields",
            "Instant.now only in cli",
            "SparkSession.active only in cli",
            "System.exit only in cli")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> assertThat(rules.get(name).evaluate(BROKEN).hasViolation()).isTrue()));
  }

  private static Map<String, ArchRule> rules(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    SEES.forEach((from, seen) -> rules.put(directionName(from, seen), direction(root, from, seen)));
    for (String plain :
        List.of(
            "",
            "decode",
            "parse",
            "policy",
            "config",
            "landing",
            "schema",
            "shred",
            "table",
            "ledger",
            "quarantine",
            "sample",
            "state",
            "export",
            "aws",
            "driver")) {
      rules.put(plainName(plain) + " sees no Spark", unseen(root, plain, "org.apache.spark.."));
    }
    for (String plain :
        List.of(
            "", "decode", "parse", "policy", "config", "landing", "sample", "state", "export",
            "aws", "driver")) {
      rules.put(plainName(plain) + " sees no Iceberg", unseen(root, plain, "org.apache.iceberg.."));
    }
    rules.put("no AWS SDK outside of aws, cli and state", noAwsSdk(root));
    rules.put(
        "no cycles",
        slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true));
    rules.put("no names that say nothing", names());
    rules.put("no mutable static fields", staticFields());
    rules.put("Instant.now only in cli", calledInCli(root, Instant.class, "now"));
    rules.put("SparkSession.active only in cli", calledInCli(root, SparkSession.class, "active"));
    rules.put("System.exit only in cli", exits(root));
    return rules;
  }

  private static String plainName(String name) {
    return name.isEmpty() ? "the root" : name;
  }

  private static String directionName(String from, List<String> seen) {
    String what =
        seen.isEmpty()
            ? "nothing"
            : seen.equals(List.of(""))
                ? "only the root"
                : "only the root, " + String.join(", ", seen.subList(1, seen.size()));
    return plainName(from) + " sees " + what;
  }

  /** A package with its subpackages; the root alone without them. */
  private static String packages(String root, String name) {
    return name.isEmpty() ? root : root + "." + name + "..";
  }

  private static ArchRule direction(String root, String from, List<String> seen) {
    List<String> allowed = new ArrayList<>();
    allowed.add(packages(root, from));
    seen.forEach(name -> allowed.add(packages(root, name)));
    return noClasses()
        .that()
        .resideInAPackage(packages(root, from))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(root + "..")
                .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
        .allowEmptyShould(true);
  }

  private static ArchRule unseen(String root, String from, String library) {
    return noClasses()
        .that()
        .resideInAPackage(packages(root, from))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static ArchRule noAwsSdk(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            packages(root, "aws"), packages(root, "cli"), packages(root, "state"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .allowEmptyShould(true);
  }

  private static ArchRule names() {
    return classes()
        .should()
        .haveNameNotMatching(".*(Utils?|Helper|Manager|Impl|Common)")
        .allowEmptyShould(true);
  }

  private static ArchRule staticFields() {
    return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
  }

  private static ArchRule calledInCli(String root, Class<?> type, String method) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(packages(root, "cli"))
        .should()
        .callMethodWhere(target(name(method)).and(target(owner(name(type.getName())))))
        .allowEmptyShould(true);
  }

  /** The mains of the sample and of the driver end their own processes. */
  private static ArchRule exits(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            packages(root, "cli"), packages(root, "driver"), packages(root, "sample"))
        .should()
        .callMethodWhere(target(name("exit")).and(target(owner(name(System.class.getName())))))
        .allowEmptyShould(true);
  }
}
