package slipway.operations.logs;

import slipway.model.LogScope;

/** Names whose lines are meant. */
final class LogWords {
    private LogWords() {}

    /** {@code api in dev}, {@code api blue in dev}, {@code task 9c41e7 of api blue in dev}. */
    static String of(LogScope scope) {
        String words = scope.source().label()
                + scope.colour().map(colour -> " " + colour.label()).orElse("") + " in " + scope.environment();
        return scope.task().isEmpty() ? words : "task " + scope.task() + " of " + words;
    }
}
