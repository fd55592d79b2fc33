package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests a group of rules twice: the shipped templates follow each, and each notices the changes that break it. */
interface HoldsRules {
    Stream<Rule> rules();

    @TestFactory
    default Stream<DynamicTest> rule_whenTemplatesAreShipped_holds() {
        Shipped shipped = Shipped.read();
        return rules().map(rule ->
                DynamicTest.dynamicTest(rule.says(), () -> rule.check().accept(shipped)));
    }

    @TestFactory
    default Stream<DynamicTest> rule_whenTemplateBreaksIt_fails() {
        Shipped shipped = Shipped.read();
        return rules().flatMap(rule -> rule.breaks().stream()
                .map(change -> DynamicTest.dynamicTest(rule.says() + " / " + change, () -> {
                    Shipped broken = shipped.with(change);
                    assertThatThrownBy(() -> rule.check().accept(broken)).isInstanceOf(AssertionError.class);
                })));
    }
}
