package slipway.cli;

import java.util.List;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.Identity;

/** Stands before every write: shows who acts where, and has it confirmed. */
final class WriteGuard {
    private final Tools tools;
    private final Target target;

    WriteGuard(Tools tools, Target target) {
        this.tools = tools;
        this.target = target;
    }

    /** Shows account, principal and region; on the local cloud there is only one of each, and nothing is said. */
    void show(Deeds deeds) {
        switch (target) {
            case Target.Local _ -> {}
            case Target.Aws aws -> {
                Identity identity = deeds.identity();
                tools.answers()
                        .say(List.of(
                                "Account    " + identity.accountId(),
                                "Principal  " + identity.principal(),
                                "Region     " + identity.region()));
                aws.endpointUrl().ifPresent(url -> tools.answers().say("Endpoint   " + url));
            }
        }
    }

    /** @throws RefusedException while somebody else deploys or deletes the environment */
    void refuseBusy(Deeds deeds, EnvironmentName environment) {
        deeds.atWork(environment).ifPresent(somebody -> {
            throw new RefusedException("Nothing was written: " + environment + " is busy, " + somebody
                    + ". Wait for it, or cancel it there.");
        });
    }

    /** Whether a question may stand between the command and its work. */
    enum Weight {
        /** Asked for on AWS only. */
        ORDINARY,
        /** Asked for everywhere; on the local cloud, where nobody can be asked, the command itself is word enough. */
        DESTRUCTIVE
    }

    /**
     * Has a write confirmed.
     *
     * @param question without the choices: "Deploy dev?"
     * @param yes whether the command line says so already
     * @throws RefusedException when the answer is no, or nobody can be asked
     */
    void confirm(String question, Weight weight, boolean yes) {
        boolean local = switch (target) {
            case Target.Local _ -> true;
            case Target.Aws _ -> false;
        };
        if (yes || (local && weight == Weight.ORDINARY)) {
            return;
        }
        UserTerminal terminal = tools.context().terminal();
        if (!terminal.canAsk()) {
            if (local) {
                return;
            }
            throw new RefusedException(
                    "Nothing was written: a write to AWS has to be confirmed. Give --yes where nobody can be asked.");
        }
        String answer = terminal.ask(question + " [y/N]").orElse("").strip();
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw new RefusedException("Nothing was written.");
        }
    }
}
