package slipway.localcloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.localcloud.state.Place;

/**
 * What a template's names stand for.
 *
 * @param parameters parameter name to text, or to a list of text
 * @param pseudo pseudo parameter name to text, list or {@link Special#NO_VALUE}
 */
public record Scope(
        Map<String, Object> parameters, Map<String, Object> pseudo, Place place, Resources resources, Exports exports) {

    /** The resources of the stack. Values are text, lists, or {@link Special#UNKNOWN}. */
    public interface Resources {
        Object ref(String logicalId);

        Object attribute(String logicalId, String name);
    }

    /** The exports of the region's stacks. */
    public interface Exports {
        Optional<String> value(String name);
    }

    /** Resources none of which exists yet. */
    public static final Resources UNKNOWN_RESOURCES = new Resources() {
        @Override
        public Object ref(String logicalId) {
            return Special.UNKNOWN;
        }

        @Override
        public Object attribute(String logicalId, String name) {
            return Special.UNKNOWN;
        }
    };

    public static Map<String, Object> pseudo(
            Place place, String stackName, String stackId, List<String> notificationArns) {
        var pseudo = new LinkedHashMap<String, Object>();
        pseudo.put("AWS::AccountId", place.accountId());
        pseudo.put("AWS::Region", place.region());
        pseudo.put("AWS::Partition", place.partition());
        pseudo.put("AWS::URLSuffix", "amazonaws.com");
        pseudo.put("AWS::StackName", stackName);
        pseudo.put("AWS::StackId", stackId);
        pseudo.put("AWS::NotificationARNs", notificationArns);
        pseudo.put("AWS::NoValue", Special.NO_VALUE);
        return pseudo;
    }

    public Scope with(Resources others) {
        return new Scope(parameters, pseudo, place, others, exports);
    }
}
