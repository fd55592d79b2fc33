package slipway.ui.fx;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

/** Calls an action on the UI thread at an even beat while a panel is shown: clocks that count seconds, ages of values. */
public final class Ticker {
    private final Timeline timeline;

    public Ticker(java.time.Duration beat, Runnable action) {
        timeline = new Timeline(new KeyFrame(Duration.millis((double) beat.toMillis()), event -> action.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
    }

    public void start() {
        timeline.play();
    }

    public void stop() {
        timeline.stop();
    }
}
