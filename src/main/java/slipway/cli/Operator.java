package slipway.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.DeployFailure;
import slipway.model.Identity;
import slipway.operations.services.IdentityReader;

/** What the writing commands share: who acts, the question before a write, Ctrl-C, progress, and the report of a failure. */
final class Operator {
    private final CommandContext context;
    private final boolean json;

    Operator(CommandContext context, boolean json) {
        this.context = context;
        this.json = json;
    }

    /** For people: standard output, unless a document for programs goes there. */
    PrintWriter people() {
        return json ? context.err() : context.out();
    }

    void say(String line) {
        people().println(line);
        people().flush();
    }

    ProgressView view() {
        return !json && context.terminal().canRedraw()
                ? new ScreenProgress(
                        context.out(), context.clock(), context.terminal().width())
                : new LineProgress(people());
    }

    /** Says in which account and as whom AWS will be written to. */
    void showIdentity(Cloud cloud) {
        if (cloud.target() instanceof Target.Aws) {
            Identity identity = new IdentityReader(cloud).read();
            say("account " + identity.accountId() + ", region " + identity.region() + ", as " + identity.principal());
        }
    }

    /** Whether the write may begin: asked for on a terminal, granted by {@code --yes}, granted on the local cloud to scripts. */
    boolean mayWrite(Cloud cloud, boolean yes, boolean askLocally, String question) {
        if (yes) {
            return true;
        }
        boolean local = cloud.target() instanceof Target.Local;
        if (local && !(askLocally && context.terminal().canAsk())) {
            return true;
        }
        if (!context.terminal().canAsk()) {
            context.err().println("Refused: nobody can be asked here, so a write to AWS needs --yes.");
            context.err().flush();
            return false;
        }
        boolean agreed = context.terminal()
                .ask(question + " [y/N]")
                .filter(answer ->
                        answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"))
                .isPresent();
        if (!agreed) {
            context.err().println("Refused: nothing was changed.");
            context.err().flush();
        }
        return agreed;
    }

    /** The first Ctrl-C cancels, the second ends the program. */
    UserTerminal.Registration cancelOnInterrupt(Cancellation cancellation, String words) {
        var times = new AtomicInteger();
        return context.terminal().onInterrupt(() -> {
            if (times.incrementAndGet() == 1) {
                cancellation.cancel();
                context.err().println(words);
                context.err().flush();
            } else {
                context.terminal().halt(ExitStatus.INTERRUPTED);
            }
        });
    }

    /** The cause first, then what the failed task said, what followed, and what helps. */
    void report(DeployFailure failure) {
        PrintWriter err = context.err();
        err.println(failure.cause());
        failure.logLines().forEach(line -> err.println("  | " + line));
        failure.chain().forEach(step -> err.println("  then: " + step));
        if (!failure.remedy().isEmpty()) {
            err.println(failure.remedy());
        }
        err.flush();
    }

    void document(DeployProgress end) {
        if (json) {
            context.out().println(Reports.progress(end));
            context.out().flush();
        }
    }
}
