package slipway.async;

/** Something under way or to come that can be called off. Cancelling twice, or after the end, does nothing. */
@FunctionalInterface
public interface Cancellable {
    void cancel();
}
