package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** Brings the tags of a balancer or target group to what a template says. */
final class BalancerTags {
    private BalancerTags() {}

    static void update(
            ElasticLoadBalancingV2Client balancers, String arn, Map<String, Object> before, Map<String, Object> after) {
        if (!PropertyReads.differs(before, after, "Tags")) {
            return;
        }
        Map<String, String> wanted = PropertyReads.pairs(after, "Tags");
        List<String> gone = PropertyReads.gone(PropertyReads.pairs(before, "Tags"), wanted);
        if (!gone.isEmpty()) {
            balancers.removeTags(request -> request.resourceArns(arn).tagKeys(gone));
        }
        if (!wanted.isEmpty()) {
            List<Tag> tags = wanted.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            balancers.addTags(request -> request.resourceArns(arn).tags(tags));
        }
    }
}
