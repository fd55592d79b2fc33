package slipway.localcloud.cloudformation.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import slipway.localcloud.state.Place;

/** What a type may know of the stack for which it works, and how it waits. */
public interface ResourceContext {
    Place place();

    String stackName();

    String stackId();

    String logicalId();

    /** Twelve letters and digits that are this resource's own, and the same when an operation is taken up again. */
    String token();

    /** The tags of the stack. */
    Map<String, String> stackTags();

    /** Reports that the resource exists under this id and is being waited for. */
    void initiated(String physicalId);

    /**
     * Waits for a real duration.
     *
     * @throws OperationCancelledException when the stack operation was called off meanwhile
     */
    void pause(Duration real);

    /** The name that CloudFormation makes up for a resource without one: stack, logical id, token; cut to a length. */
    default String generatedName(int longest) {
        String name = stackName() + "-" + logicalId() + "-" + token();
        if (name.length() <= longest) {
            return name;
        }
        int rest = longest - token().length() - 2;
        int stack = Math.min(stackName().length(), rest / 2);
        int logical = Math.min(logicalId().length(), rest - stack);
        return stackName().substring(0, stack) + "-" + logicalId().substring(0, logical) + "-" + token();
    }

    /** {@link #generatedName} in lower case, for what takes no capitals. */
    default String generatedLowerName(int longest) {
        return generatedName(longest).toLowerCase(Locale.ROOT);
    }

    /** Hexadecimal digits that are this resource's own, as in {@code vpc-0123456789abcdef0}; at most 40. */
    default String hex(int digits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((stackId() + "/" + logicalId() + "/" + token()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
