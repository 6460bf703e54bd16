package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.firn.LogGroup;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a config says has an effect: each value is used where the work is done. */
final class ConfigUseTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.firn");
  private static final String PACKAGE = ConfigUseTest.class.getPackageName();

  /** What a record gets without anybody writing it. */
  private static final Set<String> GENERATED = Set.of("toString", "hashCode", "equals");

  @Test
  void thereAreRecords() {
    assertThat(records()).contains(FirnConfig.class, InputConfig.class, Route.class);
  }

  @TestFactory
  Stream<DynamicTest> everyValueIsUsed() {
    return records().stream()
        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
        .map(
            component ->
                DynamicTest.dynamicTest(
                    component.getDeclaringRecord().getSimpleName() + "." + component.getName(),
                    () -> assertThat(users(component)).as("users of " + component).isNotEmpty()));
  }

  /** Through it a route's own values come to work. */
  @Test
  void routesAreAskedFor() {
    JavaMethod route = MAIN.get(FirnConfig.class).getMethod("route", LogGroup.class);
    assertThat(accesses(route)).anyMatch(ConfigUseTest::isOutside);
  }

  private static List<Class<?>> records() {
    return MAIN.stream()
        .filter(type -> type.getPackageName().equals(PACKAGE))
        .<Class<?>>map(JavaClass::reflect)
        .filter(type -> type.isRecord() && Modifier.isPublic(type.getModifiers()))
        .toList();
  }

  /** Outside of the package, or in what its public records do: not in reading or printing. */
  private static List<String> users(RecordComponent component) {
    JavaClass owner = MAIN.get(component.getDeclaringRecord());
    Stream<? extends JavaAccess<?>> reads =
        owner.getField(component.getName()).getAccessesToSelf().stream()
            .filter(access -> !access.getOrigin().getName().equals(component.getName()));
    return Stream.concat(accesses(owner.getMethod(component.getName())).stream(), reads)
        .filter(access -> isOutside(access) || isWork(access))
        .map(access -> access.getOrigin().getFullName())
        .toList();
  }

  private static boolean isOutside(JavaAccess<?> access) {
    return !access.getOriginOwner().getPackageName().equals(PACKAGE);
  }

  private static boolean isWork(JavaAccess<?> access) {
    String method = access.getOrigin().getName();
    return records().contains(access.getOriginOwner().reflect())
        && !method.equals("<init>")
        && !method.startsWith("lambda$new$")
        && !GENERATED.contains(method);
  }

  private static List<JavaAccess<?>> accesses(JavaMethod method) {
    return Stream.<JavaAccess<?>>concat(
            method.getCallsOfSelf().stream(), method.getReferencesToSelf().stream())
        .toList();
  }
}
