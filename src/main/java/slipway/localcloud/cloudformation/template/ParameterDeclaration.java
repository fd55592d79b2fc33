package slipway.localcloud.cloudformation.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One member of {@code Parameters}. */
public record ParameterDeclaration(
        String name,
        Position at,
        String type,
        Optional<String> defaultValue,
        Optional<String> description,
        boolean noEcho,
        List<String> allowedValues,
        Optional<Pattern> allowedPattern,
        Optional<String> constraintDescription,
        Optional<Integer> minLength,
        Optional<Integer> maxLength,
        Optional<Double> minValue,
        Optional<Double> maxValue) {

    private static final String SSM_PREFIX = "AWS::SSM::Parameter::Value<";

    /** Whether the value is the name of an SSM parameter, whose value then counts. */
    public boolean isSsm() {
        return type.startsWith(SSM_PREFIX);
    }

    /** Whether Ref answers a list. */
    public boolean isList() {
        String inner = isSsm() ? type.substring(SSM_PREFIX.length(), type.length() - 1) : type;
        return inner.equals("CommaDelimitedList") || inner.startsWith("List<");
    }

    public boolean isNumber() {
        return type.equals("Number") || type.equals("List<Number>");
    }

    /** Whether CloudFormation has this type. Ids of AWS resources are taken as text: whether they exist is not checked. */
    static boolean isKnownType(String type) {
        if (type.equals("String")
                || type.equals("Number")
                || type.equals("CommaDelimitedList")
                || type.equals("List<Number>")
                || type.equals("List<String>")
                || type.equals("AWS::SSM::Parameter::Name")) {
            return true;
        }
        String inner = type;
        if (type.startsWith(SSM_PREFIX) && type.endsWith(">")) {
            inner = type.substring(SSM_PREFIX.length(), type.length() - 1);
            if (inner.equals("String") || inner.equals("CommaDelimitedList") || inner.equals("List<String>")) {
                return true;
            }
        }
        if (inner.startsWith("List<") && inner.endsWith(">")) {
            inner = inner.substring("List<".length(), inner.length() - 1);
        }
        return inner.matches("AWS::EC2::[A-Za-z]+::(Id|Name|KeyName|GroupName)")
                || inner.equals("AWS::EC2::KeyPair::KeyName")
                || inner.equals("AWS::EC2::AvailabilityZone::Name")
                || inner.equals("AWS::Route53::HostedZone::Id");
    }
}
