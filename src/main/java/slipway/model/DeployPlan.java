package slipway.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment will do, known before the first write.
 *
 * @param stacks in the order of the plan; each waits only for what {@code waitsFor} names
 * @param images the images that will be published, and those that will not, with the reason
 * @param parameters the values that the operator chose, by name (no secrets among them)
 * @param version the tag that a first deployment publishes
 * @param applications the folder that holds {@code client} and {@code api}
 * @param templates the folder that replaces the shipped templates, if one was given
 * @param notes sentences for the operator: "api: the folder differs from what runs (3f2c1ab): release it"
 */
public record DeployPlan(
        EnvironmentName environment,
        List<StackPlan> stacks,
        List<ImagePlan> images,
        Map<String, String> parameters,
        String version,
        Path applications,
        Optional<Path> templates,
        List<String> notes) {

    /** How the note ends that tells of a tier whose folder differs from what runs. */
    public static final String RELEASE_IT = ": release it";

    /** The tiers whose folder differs from what runs; a deployment leaves their images alone. */
    public List<Tier> unreleased() {
        return images.stream()
                .map(ImagePlan::tier)
                .filter(tier -> notes.stream()
                        .anyMatch(note -> note.startsWith(tier.label() + ":") && note.endsWith(RELEASE_IT)))
                .toList();
    }

    /**
     * What happens to a tier's image.
     *
     * @param publish whether the folder is published under the tag
     * @param reason why, or why not
     */
    public record ImagePlan(Tier tier, String tag, boolean publish, String reason) {}

    /** How many resources the plan's stacks declare. */
    public int resourceCount() {
        return stacks.stream().mapToInt(stack -> stack.resources().size()).sum();
    }
}
