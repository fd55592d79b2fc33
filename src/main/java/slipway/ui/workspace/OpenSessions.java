package slipway.ui.workspace;

import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What the window and its panels know of the sessions that are open in Terminal. */
public final class OpenSessions {
    private final ReadOnlyIntegerWrapper open = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<@Nullable SessionRequest> request = new ReadOnlyObjectWrapper<>();

    OpenSessions() {}

    /** How many there are that have not ended. */
    public ReadOnlyIntegerProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    /** Told by the panel that holds them. */
    public void count(int now) {
        open.set(now);
    }

    /** Asks Terminal to open one. */
    public void request(SessionRequest wanted) {
        request.set(wanted);
    }

    public ReadOnlyObjectProperty<@Nullable SessionRequest> requestProperty() {
        return request.getReadOnlyProperty();
    }

    /** The session that was asked for and is nobody's yet; it is the caller's then. */
    public Optional<SessionRequest> take() {
        SessionRequest wanted = request.get();
        request.set(null);
        return Optional.ofNullable(wanted);
    }
}
