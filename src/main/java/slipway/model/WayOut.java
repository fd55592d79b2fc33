package slipway.model;

import java.util.List;
import java.util.Optional;

/**
 * The way out of a state that a stack does not leave by itself. The console, {@code slipway status} and {@code slipway deploy} say
 * it in the same words.
 *
 * @param stack the stack's name
 * @param status AWS's own, such as {@code UPDATE_ROLLBACK_FAILED}
 * @param cause what failed, in AWS's words; empty where AWS says nothing
 * @param kind what the way out is
 * @param resources logical ids of the resources that failed and may be left alone; empty where nothing can be
 * @param safe whether it touches nothing that holds data or serves, so that a deployment may take it without being asked
 * @param sentence what the state means and what the way out does
 */
public record WayOut(
        String stack, String status, String cause, Kind kind, List<String> resources, boolean safe, String sentence) {

    /** What a way out does. */
    public enum Kind {
        /** The stack is deleted; a deployment creates it again. */
        RECREATE,
        /** A deletion that failed is tried again, or leaves the resources behind that it could not delete. */
        DELETE_AGAIN,
        /** A rollback that failed goes on, or skips the resources that it could not set back. */
        CONTINUE_ROLLBACK,
        /** An update that stopped half-way is taken back. */
        ROLL_BACK,
        /** Somebody else's operation is under way. */
        WAIT
    }

    public WayOut {
        resources = List.copyOf(resources);
    }

    /** The words on its button. */
    public String button() {
        return switch (kind) {
            case RECREATE -> "Delete and create again";
            case DELETE_AGAIN -> "Delete again";
            case CONTINUE_ROLLBACK -> "Continue the rollback";
            case ROLL_BACK -> "Roll back";
            case WAIT -> "Wait for it";
        };
    }

    /** The words for taking it and leaving {@link #resources} alone; empty where that cannot be done. */
    public Optional<String> otherButton() {
        if (resources.isEmpty()) {
            return Optional.empty();
        }
        String names = String.join(", ", resources);
        return switch (kind) {
            case CONTINUE_ROLLBACK -> Optional.of("Skip " + names);
            case DELETE_AGAIN -> Optional.of("Leave " + names + " behind");
            case RECREATE, ROLL_BACK, WAIT -> Optional.empty();
        };
    }

    /** What to give {@code slipway} on the command line. */
    public String command() {
        return kind == Kind.RECREATE && safe ? "deploy" : "repair " + stack;
    }

    /** As {@link #command}, for {@link #otherButton}. */
    public Optional<String> otherCommand() {
        return otherButton()
                .map(_ -> command()
                        + (kind == Kind.DELETE_AGAIN ? " --retain " : " --skip ")
                        + String.join(",", resources));
    }

    /** Whether no deployment gets past it by itself. */
    public boolean blocks() {
        return switch (kind) {
            case RECREATE, DELETE_AGAIN, CONTINUE_ROLLBACK -> !safe;
            case ROLL_BACK, WAIT -> false;
        };
    }
}
