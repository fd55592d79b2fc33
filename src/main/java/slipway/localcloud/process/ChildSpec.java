package slipway.localcloud.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param owner what the process belongs to, for usage figures: a task's ARN
 * @param command program and arguments; the program is looked up in the PATH of its own environment
 * @param folder the working folder
 * @param environment the whole environment but for PATH, HOME and LANG, which come from this program unless given here, and for
 *     SLIPWAY_TASK, by which the process and what it starts are known
 */
public record ChildSpec(String owner, List<String> command, Path folder, Map<String, String> environment) {
    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a process needs a command");
        }
    }
}
