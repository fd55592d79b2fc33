package slipway.ui.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import slipway.ui.Samples;
import slipway.ui.services.ServicesViewModel.Group;
import slipway.ui.shell.Look;

/** The table with the real toolkit: large, live, and by keyboard. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ServiceTableTest {
    private final SimpleObjectProperty<Instant> moment = new SimpleObjectProperty<>(Samples.at(7200));
    private final List<String> done = new ArrayList<>();
    private ServiceTable table;
    private Stage stage;

    @Start
    void start(Stage first) {
        stage = first;
        table = new ServiceTable(
                moment,
                new RowActions(
                        task -> done.add("stop " + task.status().id()),
                        service -> done.add("redeploy " + service.service()),
                        row -> done.add("logs " + row.key()),
                        row -> done.add("irb " + row.key()),
                        text -> done.add("copy " + text)));
        var scene = new Scene(table, 1200, 600);
        var _ = new Look(scene);
        stage.setScene(scene);
        stage.show();
    }

    private void show(List<Group> groups) {
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> table.show(groups, List.of()));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private TreeTableView<ServiceRow> view(FxRobot robot) {
        return robot.lookup("#services-table").query();
    }

    private static List<String> keys(TreeTableView<ServiceRow> view) {
        List<String> keys = new ArrayList<>();
        for (int row = 0; row < view.getExpandedItemCount(); row++) {
            keys.add(view.getTreeItem(row).getValue().key());
        }
        return keys;
    }

    @Test
    void show_makesCellsForVisibleRowsOnly_forTenThousandTasks(FxRobot robot) {
        show(LargeServices.groups(1000, 10));
        TreeTableView<ServiceRow> view = view(robot);
        WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> view.getRoot().getChildren().forEach(item -> item.setExpanded(true)));
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(view.getExpandedItemCount()).isEqualTo(11_000);
        List<Node> rows = new ArrayList<>(
                robot.lookup(node -> node instanceof TreeTableRow<?>).queryAll());
        assertThat(rows).hasSizeBetween(10, 60);
    }

    @Test
    void show_keepsSortAndSelection_whenValuesChange(FxRobot robot) {
        show(LargeServices.groups(3, 2));
        TreeTableView<ServiceRow> view = view(robot);
        AtomicReference<TreeItem<ServiceRow>> selected = new AtomicReference<>();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            TreeTableColumn<ServiceRow, ?> name = view.getColumns().getFirst();
            name.setSortType(TreeTableColumn.SortType.DESCENDING);
            view.getSortOrder().add(name);
            view.getSelectionModel().select(4);
            selected.set(view.getSelectionModel().getSelectedItem());
        });
        assertThat(keys(view)).startsWith("service/s0002", "task/s0002-1", "task/s0002-0", "service/s0001");

        show(LargeServices.groups(4, 2));

        assertThat(keys(view)).startsWith("service/s0003", "task/s0003-1", "task/s0003-0", "service/s0002");
        assertThat(view.getSelectionModel().getSelectedItem()).isSameAs(selected.get());
        assertThat(selected.get().getValue().key()).isEqualTo("task/s0001-1");
    }

    @Test
    void keys_stopAndOpenTheSelectedTask(FxRobot robot) {
        show(LargeServices.groups(2, 2));
        TreeTableView<ServiceRow> view = view(robot);
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            view.getSelectionModel().select(1);
            view.requestFocus();
        });

        robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

        WaitForAsyncUtils.waitForFxEvents();
        assertThat(done).containsExactly("stop s0000-0", "logs task/s0000-0");
    }

    @Test
    void buttons_haveNamesForScreenReaders(FxRobot robot) {
        show(LargeServices.groups(1, 1));

        List<String> names = robot.lookup(".row-action").queryAllAs(Button.class).stream()
                .filter(Node::isVisible)
                .map(Node::getAccessibleText)
                .toList();

        assertThat(names).contains("Redeploy s0000", "Stop task s0000-", "Show logs of s0000", "Show logs of s0000-");
    }

    @Test
    void button_clicked_actsOnItsRow(FxRobot robot) {
        show(LargeServices.groups(1, 2));

        robot.clickOn("#redeploy-s0000");

        assertThat(done).containsExactly("redeploy s0000");
    }
}
