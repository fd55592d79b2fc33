package slipway.ui.controls;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.event.EventHandler;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * Divides a tier's requests between blue and green: two wedges, one getting thinner where the other gets thicker, so that the
 * thumb cuts the shares. Its value is green's share in whole per cent, 0 to 100.
 *
 * <p>The thumb is dragged from where it is grabbed; a press beside it moves ten towards the pointer, so that a slip of the hand
 * cannot throw the traffic over. Arrows move one, the page keys ten, Home and End to the ends, Escape back to where a drag
 * began. While it is dragged, {@link #setOnMoving} is told every new value; {@link #setOnMoved} is told where it came to rest.
 * What is shown afterwards is the owner's to say, by {@link #setValue}.
 *
 * <p>All methods are called on the UI thread.
 */
public final class Fader extends Region {
    private static final PseudoClass LOCKED = PseudoClass.getPseudoClass("locked");
    private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
    private static final int MOST = 100;
    private static final int PAGE = 10;
    /** The room left and right of the track, for a thumb at its end. */
    public static final double SIDE = 26;

    private static final double WORDS = 22;
    private static final double THUMB_WIDTH = 16;
    private static final double THUMB_HEIGHT = 60;
    private static final double TRACK = 48;
    private static final double TRACK_TOP = WORDS + 10;
    private static final double TICKS_TOP = TRACK_TOP + TRACK + 4;
    private static final double HEIGHT = TICKS_TOP + FaderScale.HEIGHT;

    private final String name;
    private final Polygon blue = new Polygon(0, 0, 0, 0, 0, 0);
    private final Polygon green = new Polygon(0, 0, 0, 0, 0, 0);
    private final Line edge = new Line();
    private final Rectangle clip = new Rectangle();
    private final Group wedges = new Group(blue, green, edge);
    private final Region frame = part("fader-frame");
    private final Region hatch = part("fader-hatch");
    private final Region answered = part("fader-answered");
    private final Label lock = Texts.yielding("", "fader-lock", "t12");
    private final Label allBlue = Texts.firm("all to blue", "t11", "ink2");
    private final Label allGreen = Texts.firm("all to green", "t11", "ink2");
    private final Label pill = Texts.firm("", "fader-pill", "t12", "semibold");
    private final VBox thumb = new VBox(4, part("grip"), part("grip"), part("grip"));
    private final FaderScale scale = new FaderScale();

    private IntConsumer moving = value -> {};
    private IntConsumer moved = value -> {};
    private int value;
    private int given;
    private int live = -1;
    private String reason = "";
    private @Nullable Grab grab;
    /** Whether the drag under way has moved anything. */
    private boolean told;

    /** The button may be released anywhere: over the fader's neighbours too. */
    private final EventHandler<MouseEvent> releaser = this::release;

    /**
     * A step of a release.
     *
     * @param greenShare in per cent
     */
    public record Mark(int greenShare, Passage passage) {}

    /** Whether a step was made. */
    public enum Passage {
        PASSED,
        NOW,
        AHEAD
    }

    /** Where the pointer took the thumb. */
    private record Grab(double x, int value) {}

    /** @param name what is divided, for a screen reader: {@code Traffic of api} */
    public Fader(String name) {
        this.name = name;
        getStyleClass().add("fader");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        blue.getStyleClass().add("fader-blue");
        green.getStyleClass().add("fader-green");
        edge.getStyleClass().add("fader-edge");
        clip.setArcWidth(16);
        clip.setArcHeight(16);
        wedges.setClip(clip);
        wedges.setManaged(false);
        wedges.setMouseTransparent(true);
        lock.setGraphic(Icons.small(Feather.LOCK));
        lock.setMouseTransparent(true);
        thumb.getStyleClass().add("fader-thumb");
        thumb.setPickOnBounds(true);
        getChildren().addAll(wedges, hatch, frame, answered, lock, allBlue, allGreen, scale, thumb, pill);
        pill.setMouseTransparent(true);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        sceneProperty().addListener((property, before, now) -> {
            if (before != null) {
                before.removeEventFilter(MouseEvent.MOUSE_RELEASED, releaser);
            }
            letGo();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        dress();
    }

    /** Told green's share whenever a drag changes it. */
    public void setOnMoving(IntConsumer receiver) {
        moving = receiver;
    }

    /** Told green's share at the end of a drag, and at every key that moves. */
    public void setOnMoved(IntConsumer receiver) {
        moved = receiver;
    }

    /** Puts the thumb at green's share; while the operator drags it, when the drag is over. */
    public void setValue(int greenShare) {
        given = Math.clamp(greenShare, 0, MOST);
        if (grab == null) {
            put(given);
        }
    }

    /** Green's share where the thumb is. */
    public int value() {
        return value;
    }

    /**
     * Marks what the balancer obeys while that is not what the thumb asks for.
     *
     * @param greenShare in per cent; negative while unknown
     */
    public void setAnswered(int greenShare) {
        if (live != greenShare) {
            live = greenShare;
            requestLayout();
        }
    }

    /** Marks the steps of a release below the track; none for the plain scale. */
    public void setMarks(List<Mark> steps) {
        scale.show(steps);
    }

    /** Locks the thumb where it is, with the reason written over the track; an empty reason unlocks it. */
    public void setLocked(String why) {
        if (why.equals(reason)) {
            return;
        }
        reason = why;
        if (locked() && grab != null) {
            letGo();
            put(given);
        }
        dress();
    }

    public boolean locked() {
        return !reason.isEmpty();
    }

    /** Whether the operator holds the thumb. */
    public boolean dragged() {
        return grab != null;
    }

    private void put(int now) {
        if (now != value) {
            value = now;
            dress();
            notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        }
    }

    private void dress() {
        pill.setText((MOST - value) + " : " + value);
        lock.setText(reason);
        lock.setVisible(locked());
        hatch.setVisible(locked());
        wedges.setVisible(!locked());
        pill.setVisible(!locked());
        pseudoClassStateChanged(LOCKED, locked());
        setAccessibleText(name + ": blue " + (MOST - value) + " %, green " + value + " %"
                + (locked() ? ", locked. " + reason : ""));
        requestLayout();
    }

    private void press(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        requestFocus();
        event.consume();
        double x = event.getX();
        if (locked()) {
            return;
        }
        if (Math.abs(x - place(value)) <= THUMB_WIDTH) {
            grab = new Grab(x, value);
            if (getScene() != null) {
                getScene().addEventFilter(MouseEvent.MOUSE_RELEASED, releaser);
            }
            pseudoClassStateChanged(DRAGGED, true);
        } else if (event.getY() >= TRACK_TOP && event.getY() <= TRACK_TOP + TRACK) {
            int aim = (int) Math.round((x - SIDE) / trackWidth() * MOST);
            move(aim > value ? Math.min(aim, value + PAGE) : Math.max(aim, value - PAGE));
        }
    }

    private void drag(MouseEvent event) {
        Grab from = grab;
        if (from == null) {
            return;
        }
        event.consume();
        int now = Math.clamp(from.value() + Math.round((event.getX() - from.x()) / trackWidth() * MOST), 0, MOST);
        if (now != value) {
            told = true;
            put(now);
            moving.accept(now);
        }
    }

    private void release(MouseEvent event) {
        if (grab == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        boolean changed = told;
        letGo();
        if (changed) {
            // Also where the drag came back to its beginning: it has told of values in between.
            moved.accept(value);
        } else {
            put(given);
        }
    }

    private void letGo() {
        grab = null;
        told = false;
        if (getScene() != null) {
            getScene().removeEventFilter(MouseEvent.MOUSE_RELEASED, releaser);
        }
        pseudoClassStateChanged(DRAGGED, false);
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        Grab from = grab;
        if (from != null) {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                boolean changed = told;
                letGo();
                put(changed ? from.value() : given);
                if (changed) {
                    moved.accept(value);
                }
            }
            return;
        }
        int target = target(event.getCode());
        if (target >= 0) {
            event.consume();
            if (!locked()) {
                move(target);
            }
        }
    }

    private int target(KeyCode code) {
        int to = switch (code) {
            case LEFT, DOWN -> value - 1;
            case RIGHT, UP -> value + 1;
            case PAGE_DOWN -> value - PAGE;
            case PAGE_UP -> value + PAGE;
            case HOME -> 0;
            case END -> MOST;
            default -> Integer.MIN_VALUE;
        };
        return to == Integer.MIN_VALUE ? -1 : Math.clamp(to, 0, MOST);
    }

    private void move(int target) {
        int to = Math.clamp(target, 0, MOST);
        if (to != value) {
            put(to);
            moved.accept(to);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 420;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 240;
    }

    private double trackWidth() {
        return Math.max(1, getWidth() - 2 * SIDE);
    }

    private double place(int share) {
        return SIDE + trackWidth() * share / MOST;
    }

    @Override
    protected void layoutChildren() {
        double width = trackWidth();
        double bottom = TRACK_TOP + TRACK;
        double end = SIDE + width;
        corners(blue, SIDE, TRACK_TOP, end, TRACK_TOP, SIDE, bottom);
        corners(green, end, TRACK_TOP, end, bottom, SIDE, bottom);
        edge.setStartX(SIDE);
        edge.setStartY(bottom);
        edge.setEndX(end);
        edge.setEndY(TRACK_TOP);
        clip.setX(SIDE);
        clip.setY(TRACK_TOP);
        clip.setWidth(width);
        clip.setHeight(TRACK);
        frame.resizeRelocate(SIDE, TRACK_TOP, width, TRACK);
        hatch.resizeRelocate(SIDE, TRACK_TOP, width, TRACK);
        double at = place(value);
        placeLock(at, width);
        thumb.resizeRelocate(
                snapPositionX(at - THUMB_WIDTH / 2), TRACK_TOP + (TRACK - THUMB_HEIGHT) / 2, THUMB_WIDTH, THUMB_HEIGHT);
        answered.setVisible(live >= 0 && live != value && !locked());
        answered.resizeRelocate(snapPositionX(place(Math.max(0, live)) - 1), TRACK_TOP, 2, TRACK);
        placeWords(at, end);
        scale.resizeRelocate(0, TICKS_TOP, getWidth(), FaderScale.HEIGHT);
    }

    /** In the middle, or beside the thumb where that would cover it. */
    private void placeLock(double at, double width) {
        double room = Math.max(at - SIDE, SIDE + width - at) - THUMB_WIDTH;
        double wanted = lock.prefWidth(-1);
        double middle = SIDE + (width - wanted) / 2;
        boolean free = at + THUMB_WIDTH < middle || at - THUMB_WIDTH > middle + wanted;
        double wide = free ? wanted : Math.min(wanted, room - 2 * THUMB_WIDTH);
        double left = at < SIDE + width / 2 ? at : SIDE;
        double x = free ? middle : left + (Math.max(at - SIDE, SIDE + width - at) - wide) / 2;
        lock.resizeRelocate(snapPositionX(x), TRACK_TOP + 10, wide, TRACK - 20);
    }

    private void placeWords(double at, double end) {
        double wide = Math.max(76, pill.prefWidth(-1));
        double pillX = Math.clamp(at - wide / 2, 0, Math.max(0, getWidth() - wide));
        pill.resizeRelocate(snapPositionX(pillX), 0, wide, WORDS);
        put(allBlue, SIDE);
        put(allGreen, end - allGreen.prefWidth(-1));
        boolean pilled = pill.isVisible();
        allBlue.setVisible(!pilled || pillX > SIDE + allBlue.prefWidth(-1) + 8);
        allGreen.setVisible(!pilled || pillX + wide < end - allGreen.prefWidth(-1) - 8);
    }

    private void put(Label words, double x) {
        double high = words.prefHeight(-1);
        words.resizeRelocate(snapPositionX(x), snapPositionY((WORDS - high) / 2), words.prefWidth(-1), high);
    }

    /** Moves the three corners where they are not there yet. */
    private static void corners(Polygon wedge, double... corners) {
        for (int index = 0; index < corners.length; index++) {
            if (wedge.getPoints().get(index) != corners[index]) {
                wedge.getPoints().set(index, corners[index]);
            }
        }
    }

    private static Region part(String style) {
        var part = new Region();
        part.getStyleClass().add(style);
        part.setMouseTransparent(true);
        return part;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> (double) value;
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> (double) MOST;
            case ORIENTATION -> Orientation.HORIZONTAL;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(@Nullable AccessibleAction action, Object... parameters) {
        if (action == null || locked()) {
            return;
        }
        switch (action) {
            case INCREMENT -> move(value + 1);
            case DECREMENT -> move(value - 1);
            case BLOCK_INCREMENT -> move(value + PAGE);
            case BLOCK_DECREMENT -> move(value - PAGE);
            case SET_VALUE -> {
                if (parameters.length > 0 && parameters[0] instanceof Number wanted) {
                    move(wanted.intValue());
                }
            }
            default -> super.executeAccessibleAction(action, parameters);
        }
    }
}
