package slipway.ui.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import javafx.scene.control.TreeItem;
import org.jspecify.annotations.Nullable;
import slipway.model.StoppedTask;
import slipway.ui.services.RowValues.OfStopped;
import slipway.ui.services.ServicesViewModel.Group;

/**
 * The items behind the table, kept by key from reading to reading. A change that would move the row under the pointer waits until
 * the pointer has left; everything below that row changes at once, and values change everywhere.
 */
final class RowTree {
    /** In an environment with more tasks than a screen or two can show, services start folded. */
    private static final int UNFOLDED_ROWS = 200;

    private final TreeItem<ServiceRow> root = new TreeItem<>();
    private final Map<String, TreeItem<ServiceRow>> items = new HashMap<>();
    private final ToIntFunction<TreeItem<ServiceRow>> place;
    private final IntSupplier pointed;
    private boolean waiting;
    private boolean natural = true;

    /**
     * @param place the index of an item among the rows; negative for one in a folded branch
     * @param pointed the index of the row under the pointer; negative when there is none
     */
    RowTree(ToIntFunction<TreeItem<ServiceRow>> place, IntSupplier pointed) {
        this.place = place;
        this.pointed = pointed;
        root.setExpanded(true);
    }

    TreeItem<ServiceRow> root() {
        return root;
    }

    @Nullable
    TreeItem<ServiceRow> item(String key) {
        return items.get(key);
    }

    /**
     * Takes over a reading.
     *
     * @param natural whether rows stand in the reading's order; otherwise somebody sorts them, and new ones stand anywhere
     * @return whether some of it waits until the pointer has left
     */
    boolean update(List<Group> groups, List<StoppedTask> stopped, boolean natural) {
        waiting = false;
        this.natural = natural;
        boolean unfold = groups.stream().mapToInt(group -> group.rows().size()).sum() <= UNFOLDED_ROWS;
        List<TreeItem<ServiceRow>> services = new ArrayList<>(groups.size());
        for (Group group : groups) {
            boolean known = items.containsKey(group.service().key());
            TreeItem<ServiceRow> service = item(group.service());
            List<TreeItem<ServiceRow>> rows = new ArrayList<>(group.rows().size());
            group.rows().forEach(row -> rows.add(item(row)));
            arrange(service, rows);
            if (!known) {
                service.setExpanded(unfold);
            }
            services.add(service);
        }
        arrange(root, services);
        forget();
        stopped.forEach(this::tellTheEnd);
        return waiting;
    }

    private TreeItem<ServiceRow> item(RowValues values) {
        TreeItem<ServiceRow> item = items.computeIfAbsent(values.key(), key -> new TreeItem<>(new ServiceRow(values)));
        item.getValue().set(values);
        return item;
    }

    private void arrange(TreeItem<ServiceRow> parent, List<TreeItem<ServiceRow>> wanted) {
        List<TreeItem<ServiceRow>> children = parent.getChildren();
        if (children.equals(wanted)) {
            return;
        }
        if (children.isEmpty() && free(parent)) {
            parent.getChildren().setAll(wanted);
            return;
        }
        Set<TreeItem<ServiceRow>> staying = new HashSet<>(wanted);
        List<TreeItem<ServiceRow>> gone = new ArrayList<>();
        for (TreeItem<ServiceRow> child : children) {
            if (!staying.contains(child)) {
                if (free(child)) {
                    gone.add(child);
                } else {
                    waiting = true;
                }
            }
        }
        parent.getChildren().removeAll(gone);
        Set<TreeItem<ServiceRow>> there = new HashSet<>(children);
        TreeItem<ServiceRow> above = parent;
        for (TreeItem<ServiceRow> item : wanted) {
            if (!there.contains(item)) {
                insert(parent, item, above);
            }
            above = item;
        }
        if (natural && !children.equals(wanted) && !waiting && pointed.getAsInt() < 0) {
            parent.getChildren().setAll(wanted);
        }
    }

    /** Puts an item below the one it follows, or at the end where that would move the row under the pointer. */
    private void insert(TreeItem<ServiceRow> parent, TreeItem<ServiceRow> item, TreeItem<ServiceRow> above) {
        List<TreeItem<ServiceRow>> children = parent.getChildren();
        int after = above.equals(parent) ? -1 : children.indexOf(above);
        if (pointed.getAsInt() < 0 || place.applyAsInt(above) >= pointed.getAsInt()) {
            children.add(after + 1, item);
        } else if (!children.isEmpty() && place.applyAsInt(children.getLast()) >= pointed.getAsInt()) {
            children.add(item);
            waiting = true;
        } else {
            waiting = true;
        }
    }

    /** Whether the item may go, or something may be put below it, without moving the row under the pointer. */
    private boolean free(TreeItem<ServiceRow> item) {
        return pointed.getAsInt() < 0 || item.equals(root) || place.applyAsInt(item) > pointed.getAsInt();
    }

    /** A task that is held under the pointer though it has stopped says so. */
    private void tellTheEnd(StoppedTask task) {
        TreeItem<ServiceRow> held = items.get("task/" + task.id());
        if (held != null) {
            held.getValue().set(new OfStopped(task));
        }
    }

    private void forget() {
        Set<TreeItem<ServiceRow>> shown = new HashSet<>();
        for (TreeItem<ServiceRow> service : root.getChildren()) {
            shown.add(service);
            shown.addAll(service.getChildren());
        }
        items.values().removeIf(item -> !shown.contains(item));
    }
}
