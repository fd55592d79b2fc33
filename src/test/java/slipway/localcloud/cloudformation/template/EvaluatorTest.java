package slipway.localcloud.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.localcloud.state.Place;

@NullMarked
class EvaluatorTest {
    private static final Scope.Resources RESOURCES = new Scope.Resources() {
        @Override
        public Object ref(String logicalId) {
            return logicalId + "-id";
        }

        @Override
        public Object attribute(String logicalId, String name) {
            return name.equals("List") ? List.of("l1", "l2") : logicalId + "." + name;
        }
    };

    private static Evaluator evaluator(String value) {
        Template template = Template.parse("""
                Parameters:
                  P: {Type: String}
                  N: {Type: Number}
                  L: {Type: CommaDelimitedList}
                  Empty: {Type: String}
                Mappings:
                  M: {a: {x: '1', y: [p, q]}, b: {x: '2', y: [r]}}
                Conditions:
                  Yes: !Equals [!Ref P, p]
                  No: !Not [!Condition Yes]
                  Both: !And [!Condition Yes, !Equals [!Ref N, '3']]
                  Either: !Or [!Condition No, !Condition Both]
                  Never: !And [!Condition Yes, !Condition No]
                Resources:
                  R: {Type: A::B::C}
                  Hidden: {Type: A::B::C, Condition: No}
                  S: {Type: A::B::C, Properties: {V: %s}}
                """.formatted(value));
        var scope = new Scope(
                Map.of("P", "p", "N", "3", "L", List.of("a", "b", "c"), "Empty", ""),
                Scope.pseudo(Place.LOCAL, "stack", "arn:stack/id", List.of()),
                Place.LOCAL,
                RESOURCES,
                name -> name.equals("exported") ? Optional.of("value") : Optional.empty());
        return new Evaluator(template, scope);
    }

    private static Map<String, Object> properties(String value) {
        Evaluator evaluator = evaluator(value);
        return evaluator.properties(
                Objects.requireNonNull(evaluator.template().resources().get("S")), RESOURCES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref P | p",
                "!Ref N | 3",
                "!Ref L | [a, b, c]",
                "!Ref R | R-id",
                "!Ref AWS::Region | eu-west-1",
                "!Ref AWS::StackName | stack",
                "!GetAtt R.Arn | R.Arn",
                "!GetAtt R.Outer.Inner | R.Outer.Inner",
                "!GetAtt [R, Arn] | R.Arn",
                "!Sub '${P}-${N}-${R}-${R.Arn}-${AWS::AccountId}' | p-3-R-id-R.Arn-000000000000",
                "!Sub '${!Literal}-${!P}' | ${Literal}-${P}",
                "!Sub ['${X}-${P}', {X: !Ref N}] | 3-p",
                "!Sub ['${P}', {P: '${N}'}] | ${N}",
                "!Sub 'no $ {P} here $P' | no $ {P} here $P",
                "!Join ['-', [a, !Ref P, c]] | a-p-c",
                "!Join [',', !Ref L] | a,b,c",
                "!Join ['', []] | ``",
                "!Join ['-', [a, !Ref AWS::NoValue, c]] | a-c",
                "!Join ['-', [!Ref AWS::NoValue]] | ``",
                "!Select [1, !Ref L] | b",
                "!Select ['0', [x, y]] | x",
                "!Select [0, !GetAZs ''] | eu-west-1a",
                "!GetAZs us-east-1 | [us-east-1a, us-east-1b, us-east-1c]",
                "!Split [',', 'a,,b,'] | [a, , b, ]",
                "!Split ['--', 'a--b'] | [a, b]",
                "!FindInMap [M, a, x] | 1",
                "!FindInMap [M, !Select [1, !Ref L], y] | [r]",
                "!If [Yes, a, b] | a",
                "!If [No, a, b] | b",
                "!If [Either, a, b] | a",
                "!If [Never, a, !If [Both, b, c]] | b",
                "!ImportValue exported | value",
                "!Base64 héllo | aMOpbGxv",
                "!Cidr [10.20.0.0/16, 4, 12] | [10.20.0.0/20, 10.20.16.0/20, 10.20.32.0/20, 10.20.48.0/20]",
                "!Cidr [10.0.0.0/24, 2] | ``",
                "!Cidr ['2001:db8::/48', 2, 64] | [2001:db8:0:0:0:0:0:0/64, 2001:db8:0:1:0:0:0:0/64]",
            })
    void value_when_function_then_worth(String expression, String worth) {
        if (worth.isEmpty() && expression.startsWith("!Cidr")) {
            assertThatThrownBy(() -> properties(expression)).hasMessageContaining("has no room for 2 ranges of /24");
            return;
        }
        assertThat(Objects.requireNonNull(properties(expression).get("V"))).hasToString(worth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Select [3, !Ref L] | cannot select nonexistent value at index 3",
                "!Select [x, !Ref L] | Fn::Select requires a list argument with two elements: an integer index and a list",
                "!Select [0] | Fn::Select requires a list argument",
                "!Split [a] | every Fn::Split object requires two parameters",
                "!Join ['-', x] | every Fn::Join object requires two parameters",
                "!Join ['-', [[a]]] | every Fn::Join object requires two parameters",
                "!FindInMap [M, c, x] | Unable to get mapping for M::c::x",
                "!FindInMap [M, a, z] | Unable to get mapping for M::a::z",
                "!ImportValue other | No export named other found",
                "!Sub '${L}' | variable L in Fn::Sub expression does not resolve to a string",
                "!Sub '${a b}' | variable names in Fn::Sub syntax must contain only alphanumeric characters",
                "!Ref Hidden | Unresolved resource dependencies [Hidden]",
                "!Equals [a, b] | Fn::Equals is allowed in Conditions and Rules only",
                "!Cidr [10.20.0.0/16, 300, 8] | the count must be a number from 1 to 256, not 300",
                "!Cidr [nowhere, 1, 8] | 'nowhere' is not an address range such as 10.20.0.0/16",
            })
    void value_when_function_cannot_be_worked_out_then_fails_with_owner_and_place(String expression, String sentence) {
        assertThatThrownBy(() -> properties(expression))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(sentence)
                .hasMessageMatching("(?s).*\\(S, line 17, column \\d+\\)");
    }

    @Test
    void properties_when_no_value_then_property_is_gone() {
        assertThat(properties("!Ref AWS::NoValue")).isEmpty();
    }

    @Test
    void properties_when_no_value_in_list_then_member_is_gone() {
        assertThat(properties("[a, !If [No, b, !Ref AWS::NoValue]]")).isEqualTo(Map.of("V", List.of("a")));
    }

    @Test
    void value_when_made_of_something_unknown_then_unknown() {
        Evaluator evaluator = evaluator("!Sub 'x-${R.Arn}'");

        assertThat(evaluator.properties(
                        Objects.requireNonNull(evaluator.template().resources().get("S")), Scope.UNKNOWN_RESOURCES))
                .isEqualTo(Map.of("V", Special.UNKNOWN));
    }

    @Test
    void conditions_when_they_need_one_another_then_refused() {
        Template template = Template.parse("""
                Conditions:
                  A: !Not [!Condition B]
                  B: !Not [!Condition A]
                Resources: {R: {Type: A::B::C}}
                """);
        var scope = new Scope(Map.of(), Map.of(), Place.LOCAL, RESOURCES, name -> Optional.empty());

        assertThatThrownBy(() -> new Evaluator(template, scope).conditions())
                .hasMessageContaining("Circular dependency between conditions: [A, B]");
    }

    @Test
    void checkRules_when_assertion_does_not_hold_then_its_description_is_told() {
        Template template = Template.parse("""
                Parameters: {A: {Type: String}}
                Rules:
                  OnlyWhenX:
                    RuleCondition: !Equals [!Ref A, x]
                    Assertions:
                      - Assert: !Not [!Equals [!Ref A, x]]
                        AssertDescription: A must not be x
                Resources: {R: {Type: A::B::C}}
                """);

        var bad = new Scope(Map.of("A", "x"), Map.of(), Place.LOCAL, RESOURCES, name -> Optional.empty());
        assertThatThrownBy(() -> new Evaluator(template, bad).checkRules())
                .hasMessageContaining("A must not be x (OnlyWhenX, line 6, column 17)");
        var good = new Scope(Map.of("A", "y"), Map.of(), Place.LOCAL, RESOURCES, name -> Optional.empty());
        new Evaluator(template, good).checkRules();
    }
}
