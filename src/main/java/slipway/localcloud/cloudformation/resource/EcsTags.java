package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Brings the tags of something of ECS to what a template says. */
final class EcsTags {
    private EcsTags() {}

    static void update(EcsClient ecs, String arn, Map<String, Object> before, Map<String, Object> after) {
        if (!PropertyReads.differs(before, after, "Tags")) {
            return;
        }
        Map<String, String> wanted = PropertyReads.pairs(after, "Tags");
        List<String> gone = PropertyReads.gone(PropertyReads.pairs(before, "Tags"), wanted);
        if (!gone.isEmpty()) {
            ecs.untagResource(request -> request.resourceArn(arn).tagKeys(gone));
        }
        if (!wanted.isEmpty()) {
            List<Tag> tags = wanted.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            ecs.tagResource(request -> request.resourceArn(arn).tags(tags));
        }
    }
}
