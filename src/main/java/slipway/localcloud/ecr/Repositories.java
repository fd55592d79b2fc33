package slipway.localcloud.ecr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Repository;

/** What the registry knows, kept as one document. Whoever uses it holds the registry's lock. */
final class Repositories {
    private static final String DOCUMENT = "ecr";

    /** Kept form: name to repository. */
    record Document(Map<String, Kept> repositories) {}

    /** One repository: AWS's description and what hangs on it. Its maps and sets change in place. */
    record Kept(
            Repository description,
            Map<String, String> tags,
            @Nullable String lifecyclePolicy,
            @Nullable String policy,
            Map<String, Long> layers,
            Map<String, Image> images) {

        Kept withDescription(Repository newer) {
            return new Kept(newer, tags, lifecyclePolicy, policy, layers, images);
        }

        Kept withLifecyclePolicy(@Nullable String text) {
            return new Kept(description, tags, text, policy, layers, images);
        }

        Kept withPolicy(@Nullable String text) {
            return new Kept(description, tags, lifecyclePolicy, text, layers, images);
        }

        String name() {
            return description.repositoryName();
        }

        /** By digest, tag or both; null when there is none. */
        @Nullable
        Image find(ImageIdentifier id) {
            if (id.imageDigest() != null) {
                Image image = images.get(id.imageDigest());
                return image != null && (id.imageTag() == null || image.tags().contains(id.imageTag())) ? image : null;
            }
            for (Image image : images.values()) {
                if (image.tags().contains(id.imageTag())) {
                    return image;
                }
            }
            return null;
        }
    }

    /**
     * One image; its tags change in place.
     *
     * @param layers the digests of its configuration and layers
     * @param bytes the size of its layers, compressed
     */
    record Image(
            String digest,
            String manifest,
            String mediaType,
            String configMediaType,
            List<String> layers,
            long bytes,
            Instant pushedAt,
            Set<String> tags) {}

    private final Place place;
    private final StateFolder state;
    private final EcrErrors errors;
    private final Map<String, Kept> byName;

    Repositories(Place place, StateFolder state, EcrErrors errors) {
        this.place = place;
        this.state = state;
        this.errors = errors;
        this.byName = new LinkedHashMap<>(
                state.read(DOCUMENT, Document.class).map(Document::repositories).orElse(Map.of()));
    }

    boolean exists(String name) {
        return byName.containsKey(name);
    }

    Kept require(@Nullable String registryId, @Nullable String name) {
        if (name == null) {
            throw errors.invalid(
                    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'");
        }
        Kept kept = byName.get(name);
        if (kept == null || (registryId != null && !registryId.equals(place.accountId()))) {
            throw errors.repositoryNotFound(name);
        }
        return kept;
    }

    Kept requireArn(@Nullable String arn) {
        String prefix = place.arn("ecr", "repository/");
        if (arn == null || !arn.startsWith(prefix)) {
            throw errors.invalid("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
        }
        return require(null, arn.substring(prefix.length()));
    }

    List<Kept> all() {
        return new ArrayList<>(byName.values());
    }

    void put(Kept kept) {
        byName.put(kept.name(), kept);
        save();
    }

    void remove(String name) {
        byName.remove(name);
        save();
    }

    void save() {
        state.write(DOCUMENT, new Document(byName));
    }

    /** Whether any repository holds this layer: the file is shared by all of them. */
    boolean holdsLayer(String digest) {
        return byName.values().stream().anyMatch(kept -> kept.layers().containsKey(digest));
    }

    static Set<String> noTags() {
        return new LinkedHashSet<>();
    }
}
