package slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the import table, and proves with broken classes that every one of its rules can fail. */
class ArchitectureTest {
    static {
        // No rule looks into classes of others: what they are called is enough. Reading them all takes the memory of a
        // run.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("slipway");
    private static final JavaClasses BROKEN = new ClassFileImporter()
            .withImportOption((Location location) -> location.contains("slipway/broken"))
            .importPackages("slipway.broken");

    @TestFactory
    Stream<DynamicTest> rule_whenAppliedToTheProduct_holds() {
        return Rules.of("slipway").entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(MAIN)));
    }

    @TestFactory
    Stream<DynamicTest> rule_whenAppliedToBrokenClasses_fails() {
        return Rules.of("slipway.broken").entrySet().stream()
                .map(rule -> dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().evaluate(BROKEN).hasViolation())
                                .as("a class below slipway.broken breaks the rule '%s'", rule.getKey())
                                .isTrue()));
    }

    @Test
    void product_whenImported_isNotEmpty() {
        assertThat(MAIN.size()).isGreaterThan(100);
    }
}
