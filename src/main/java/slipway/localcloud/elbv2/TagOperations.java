package slipway.localcloud.elbv2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** What the API does with tags. */
final class TagOperations {
    private static final int MOST = 50;

    private final Inventory inventory;

    TagOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    AddTagsResponse add(AddTagsRequest request) {
        request.resourceArns().forEach(this::require);
        request.resourceArns().forEach(arn -> put(inventory, arn, request.tags()));
        inventory.changed();
        return AddTagsResponse.builder().build();
    }

    RemoveTagsResponse remove(RemoveTagsRequest request) {
        request.resourceArns().forEach(this::require);
        for (String arn : request.resourceArns()) {
            Map<String, String> tags = inventory.tags().get(arn);
            if (tags != null) {
                request.tagKeys().forEach(tags::remove);
            }
        }
        inventory.changed();
        return RemoveTagsResponse.builder().build();
    }

    DescribeTagsResponse describe(DescribeTagsRequest request) {
        request.resourceArns().forEach(this::require);
        return DescribeTagsResponse.builder()
                .tagDescriptions(request.resourceArns().stream()
                        .map(arn -> TagDescription.builder()
                                .resourceArn(arn)
                                .tags(inventory.tags().getOrDefault(arn, Map.of()).entrySet().stream()
                                        .map(tag -> Tag.builder()
                                                .key(tag.getKey())
                                                .value(tag.getValue())
                                                .build())
                                        .toList())
                                .build())
                        .toList())
                .build();
    }

    /** Refuses tags that are too many; before anything is created that would carry them. */
    static void check(List<Tag> given) {
        if (given.size() > MOST) {
            throw ElbErrors.validation("A resource may have at most " + MOST + " tags, not " + given.size());
        }
    }

    static void put(Inventory inventory, String arn, List<Tag> given) {
        Map<String, String> tags = new LinkedHashMap<>(inventory.tags().getOrDefault(arn, Map.of()));
        given.forEach(tag -> tags.put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (tags.size() > MOST) {
            throw ElbErrors.validation("A resource may have at most " + MOST + " tags, not " + tags.size());
        }
        inventory.tags().put(arn, tags);
    }

    private void require(String arn) {
        if (arn.contains(":loadbalancer/")) {
            inventory.balancer(arn);
        } else if (arn.contains(":listener/")) {
            inventory.listener(arn);
        } else if (arn.contains(":listener-rule/")) {
            inventory.rule(arn);
        } else if (arn.contains(":targetgroup/")) {
            inventory.group(arn);
        } else {
            throw ElbErrors.validation("'" + arn + "' is not a valid ARN of a load balancer, listener, rule or group");
        }
    }
}
