package slipway.localcloud.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class TemplateTest {
    private static final Catalogue ANY = type -> type.startsWith("AWS::")
            ? Optional.of(new Catalogue.Shape(Set.of("A", "B"), Set.of(), Set.of("Arn")))
            : Optional.empty();

    private static void check(String body) {
        TemplateCheck.check(Template.parse(body), ANY);
    }

    @Test
    void parse_when_short_and_long_forms_then_same() {
        Template yaml = Template.parse("""
                Resources:
                  R:
                    Type: AWS::X::Y
                    Properties: {A: !Sub '${B}-x', B: !GetAtt Q.Arn}
                """);
        Template json = Template.parse("""
                {"Resources": {"R": {"Type": "AWS::X::Y", "Properties":
                  {"A": {"Fn::Sub": "${B}-x"}, "B": {"Fn::GetAtt": "Q.Arn"}}}}}
                """);

        assertThat(java.util.Objects.requireNonNull(yaml.resources().get("R"))
                        .properties()
                        .plain())
                .isEqualTo(java.util.Objects.requireNonNull(json.resources().get("R"))
                        .properties()
                        .plain());
    }

    @Test
    void parse_when_unquoted_date_or_number_then_text() {
        Template template = Template.parse("""
                AWSTemplateFormatVersion: 2010-09-09
                Resources:
                  R: {Type: AWS::X::Y, Properties: {A: 0080, B: yes}}
                """);

        assertThat(template.version()).contains("2010-09-09");
        assertThat(java.util.Objects.requireNonNull(template.resources().get("R"))
                        .properties()
                        .plain())
                .isEqualTo(Map.of("A", "0080", "B", "yes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Resources: {R: {Type: AWS::X::Y, Type: AWS::X::Z}}"
                        + " | duplicate key 'Type', first given on line 1 (line 1, column 34)",
                "Resources: {R: {Type: AWS::X::Y}, R: {Type: AWS::X::Y}} | duplicate key 'R', first given on line 1"
                        + " (line 1, column 35)",
                "Resources: [ | YAML not well-formed",
                "Resources: {R: &a {Type: AWS::X::Y}, S: *a} | YAML aliases are not allowed in CloudFormation templates"
                        + " (line 1, column 41)",
                "Resources: {R: {Type: AWS::X::Y, Properties: {A: }}} | [/Resources/R/Properties/A] 'null' values are"
                        + " not allowed in templates (line 1, column 49)",
                "Resources: {R: {Type: AWS::X::Y, Properties: {A: !Nope x}}} | unsupported function Fn::Nope."
                        + " (line 1, column 50)",
                "Resources: {} | At least one Resources member must be defined.",
                "Foo: {} | Invalid template property or properties [Foo] (line 1, column 1)",
                "Transform: AWS::Serverless-2016-10-31 | Transform is not supported here",
                "Resources: {R-1: {Type: AWS::X::Y}} | Resource name R-1 is non alphanumeric. (line 1, column 13)",
                "Resources: {R: {}} | [/Resources/R] Every Resources object must contain a Type member."
                        + " (R, line 1, column 13)",
                "Resources: {R: {Type: AWS::X::Y, Invalid: 1}} | Invalid template resource property 'Invalid'"
                        + " (R, line 1, column 34)",
                "Resources: {R: x} | Any Resources member must be an object. (R, line 1, column 16)",
                "{\"Resources\": {\"R\": ]} | JSON not well-formed",
                "{\"Resources\": {\"R\": 1, \"R\": 2}} | duplicate key 'R', first given on line 1 (line 1, column 24)",
            })
    void parse_when_malformed_then_refused_with_place(String body, String sentence) {
        assertThatThrownBy(() -> check(body))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{R: {Type: Foo::Bar::Baz}} | Unrecognized resource types: [Foo::Bar::Baz] (R, line 2, column 14)",
                "{R: {Type: AWS::X::Y, Properties: {A: !Ref No}}} | Template format error: Unresolved resource"
                        + " dependencies [No] in the Resources block of the template (R, line 2, column 41)",
                "{R: {Type: AWS::X::Y, Properties: {A: !Sub '${No}'}}} | Unresolved resource dependencies [No] in the"
                        + " Resources block of the template (R, line 2, column 41)",
                "{R: {Type: AWS::X::Y, DependsOn: No}} | Unresolved resource dependencies [No] in the Resources block"
                        + " of the template (R, line 2, column 36)",
                "{R: {Type: AWS::X::Y, Properties: {A: !GetAtt No.Arn}}} | Template error: instance of Fn::GetAtt"
                        + " references undefined resource No (R, line 2, column 41)",
                "{R: {Type: AWS::X::Y}, S: {Type: AWS::X::Y, Properties: {A: !GetAtt R.Nope}}} | resource R does not"
                        + " support attribute type Nope in Fn::GetAtt",
                "{R: {Type: AWS::X::Y, Properties: {A: !If [No, 1, 2]}}} | Template error: unresolved condition"
                        + " dependency No in Fn::If (R, line 2, column 46)",
                "{R: {Type: AWS::X::Y, Condition: No}} | unresolved condition dependency No in resource R",
                "{R: {Type: AWS::X::Y, Properties: {A: !FindInMap [No, a, b]}}} | Mapping named 'No' is not present in"
                        + " the 'Mappings' section of template.",
                "{R: {Type: AWS::X::Y, Properties: {C: 1}}} | Encountered unsupported properties in {/}: [C]]"
                        + " (R, line 2, column 38)",
                "{R: {Type: AWS::X::Y, DependsOn: S}, S: {Type: AWS::X::Y, Properties: {A: !Ref R}}} | Circular"
                        + " dependency between resources: [R, S] (R, line 2, column 4)",
                "{R: {Type: AWS::X::Y, DependsOn: R}} | Circular dependency between resources: [R]",
            })
    void check_when_reference_does_not_hold_then_refused_with_place(String resources, String sentence) {
        assertThatThrownBy(() -> check("Resources:\n  " + resources))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(sentence.strip());
    }

    @Test
    void check_when_output_refers_to_nothing_then_refused() {
        assertThatThrownBy(() -> check("""
                Resources: {R: {Type: AWS::X::Y}}
                Outputs:
                  O: {Value: !Ref MyTopic}
                """))
                .hasMessage("Unresolved resource dependencies [MyTopic] in the Outputs block of the template"
                        + " (O, line 3, column 14)");
    }

    @Test
    void check_when_condition_refers_to_resource_then_refused() {
        assertThatThrownBy(() -> check("""
                Conditions: {C: !Equals [!Ref R, x]}
                Resources: {R: {Type: AWS::X::Y}}
                """))
                .hasMessageContaining(
                        "Unresolved dependencies [R]. Cannot reference resources in the Conditions block");
    }

    @Test
    void check_when_cycle_is_cut_by_a_condition_then_accepted() {
        check("""
                Conditions: {C: !Equals [a, b]}
                Resources:
                  R: {Type: AWS::X::Y, Properties: {A: !If [C, !Ref S, x]}}
                  S: {Type: AWS::X::Y, Properties: {A: !If [C, x, !Ref R]}}
                """);
    }
}
