package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

  /** They turn a route's values into a table and a policy, which in turn must be used. */
  private static final Set<String> ROUTING =
      Set.of(FirnConfig.class.getName(), RouteConfig.class.getName());

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
                    () -> assertThat(users(component)).as("users").isNotEmpty()));
  }

  @Test
  void routesAreAskedFor() {
    JavaMethod route = MAIN.get(FirnConfig.class).getMethod("route", io.firn.LogGroup.class);
    assertThat(callers(route)).anyMatch(caller -> !caller.getPackageName().equals(PACKAGE));
  }

  private static List<Class<?>> records() {
    return MAIN.stream()
        .filter(type -> type.getPackageName().equals(PACKAGE))
        .<Class<?>>map(JavaClass::reflect)
        .filter(type -> type.isRecord() && java.lang.reflect.Modifier.isPublic(type.getModifiers()))
        .toList();
  }

  /** Reading and printing a config is no use; nor is a record that only asks itself. */
  private static List<JavaClass> users(RecordComponent component) {
    JavaClass owner = MAIN.get(component.getDeclaringRecord());
    return callers(owner.getMethod(component.getName())).stream()
        .filter(
            caller ->
                !caller.getPackageName().equals(PACKAGE) || ROUTING.contains(caller.getName()))
        .toList();
  }

  private static List<JavaClass> callers(JavaMethod method) {
    return Stream.concat(method.getCallsOfSelf().stream(), method.getReferencesToSelf().stream())
        .<JavaClass>map(JavaAccess::getOriginOwner)
        .toList();
  }
}
