package slipway.localcloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks into a state folder without starting a local cloud on it. */
public final class KeptStacks {
    private KeptStacks() {}

    /** Whether a stack that was not deleted lies there, so that a start would bring it back. */
    public static boolean any(Path stateFolder) {
        Path folder = stateFolder.resolve(StackStore.FOLDER);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).anyMatch(KeptStacks::isThere);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the stacks in " + stateFolder + " cannot be listed", unreadable);
        }
    }

    private static boolean isThere(Path document) {
        try {
            JsonNode stack = JsonMapper.builder().build().readTree(document.toFile());
            return stack.path("deleted").isNull() || stack.path("deleted").isMissingNode();
        } catch (IOException beingReplaced) {
            return true; // it is there, whatever it says: the start will tell
        }
    }
}
