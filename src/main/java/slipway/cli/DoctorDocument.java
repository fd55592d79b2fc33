package slipway.cli;

import java.util.List;
import java.util.Locale;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;

/** {@code slipway exec --doctor} as JSON. */
record DoctorDocument(String task, String tier, String colour, List<Check> checks) {
    /** @param verdict ok, warn, bad or unknown */
    record Check(String subject, String verdict, String words, String remedy) {}

    static DoctorDocument of(SessionTask task, List<SessionCheck> checks) {
        return new DoctorDocument(
                task.id(),
                task.tier().label(),
                task.colour().label(),
                checks.stream()
                        .map(check -> new Check(
                                check.subject(),
                                check.verdict().name().toLowerCase(Locale.ROOT),
                                check.words(),
                                check.remedy()))
                        .toList());
    }
}
