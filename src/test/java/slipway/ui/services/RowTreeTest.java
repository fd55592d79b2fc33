package slipway.ui.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.control.TreeItem;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.services.ServicesViewModel.Group;

/** How the rows change from reading to reading, also while the pointer is on one of them. */
@NullMarked
class RowTreeTest {
    private int pointed = -1;
    private final RowTree tree = new RowTree(this::place, () -> pointed);

    private boolean update(List<Group> groups, List<StoppedTask> stopped) {
        return tree.update(groups, stopped, true);
    }

    private int place(TreeItem<ServiceRow> item) {
        return rows().indexOf(item);
    }

    private List<TreeItem<ServiceRow>> rows() {
        List<TreeItem<ServiceRow>> rows = new ArrayList<>();
        tree.root().getChildren().forEach(service -> {
            rows.add(service);
            if (service.isExpanded()) {
                rows.addAll(service.getChildren());
            }
        });
        return rows;
    }

    private List<String> keys() {
        return rows().stream().map(item -> item.getValue().key()).toList();
    }

    private static Group group(String service, String health, String... tasks) {
        ServiceStatus some = ServiceSamples.busy().services().getFirst();
        ServiceStatus status = new ServiceStatus(
                service,
                some.tier(),
                some.colour(),
                some.image(),
                some.created(),
                tasks.length,
                tasks.length,
                0,
                true,
                tasks.length,
                some.share(),
                some.cpuPercent(),
                some.breaker(),
                some.deployments(),
                List.of(),
                some.events());
        List<RowValues> rows = new ArrayList<>();
        for (String task : tasks) {
            rows.add(new OfTask(
                    ServiceSamples.task(task, health, "127.0.0.2", "3f2c1ab"), service, Optional.empty(), true, false));
        }
        return new Group(new OfService(status, service, false, OptionalLong.empty(), false), rows);
    }

    private static StoppedTask stopped(String id) {
        return new StoppedTask(
                id, "a", "a:1", "", null, Samples.at(1), "UserInitiated", "Stopped by an operator", List.of());
    }

    @Test
    void update_keepsTheItems_whenOnlyValuesChange() {
        update(List.of(group("a", "initial", "1", "2")), List.of());
        List<TreeItem<ServiceRow>> before = rows();

        boolean waiting = update(List.of(group("a", "healthy", "1", "2")), List.of());

        assertThat(waiting).isFalse();
        assertThat(rows()).containsExactlyElementsOf(before);
        assertThat(RowWords.health(rows().get(1).getValue().values()).words()).isEqualTo("healthy");
    }

    @Test
    void update_keepsFolds() {
        update(List.of(group("a", "healthy", "1"), group("b", "healthy", "2")), List.of());
        rows().getFirst().setExpanded(false);

        update(List.of(group("a", "healthy", "1", "3"), group("b", "healthy", "2")), List.of());

        assertThat(keys()).containsExactly("service/a", "service/b", "task/2");
    }

    @Test
    void update_putsNewTasksInTheirPlace_andTakesGoneOnesAway() {
        update(List.of(group("a", "healthy", "1", "2"), group("b", "healthy", "5")), List.of());

        update(
                List.of(group("a", "healthy", "2", "3"), group("c", "healthy"), group("b", "healthy", "4", "5")),
                List.of());

        assertThat(keys())
                .containsExactly("service/a", "task/2", "task/3", "service/c", "service/b", "task/4", "task/5");
    }

    @Test
    void update_changesBelowThePointerOnly_whileItIsOnARow() {
        update(List.of(group("a", "healthy", "1", "2"), group("b", "healthy", "5")), List.of());
        pointed = 4;

        boolean waiting = update(
                List.of(group("a", "healthy", "2", "3"), group("b", "healthy", "5", "6")), List.of(stopped("1")));

        assertThat(waiting).isTrue();
        assertThat(keys()).containsExactly("service/a", "task/1", "task/2", "service/b", "task/5", "task/6");
        pointed = -1;
        assertThat(update(List.of(group("a", "healthy", "2", "3"), group("b", "healthy", "5", "6")), List.of()))
                .isFalse();
        assertThat(keys()).containsExactly("service/a", "task/2", "task/3", "service/b", "task/5", "task/6");
    }

    @Test
    void update_keepsTheStoppedTaskUnderThePointer_andShowsItsReplacement() {
        update(List.of(group("a", "healthy", "1", "2")), List.of());
        pointed = 1;

        update(List.of(group("a", "healthy", "2", "3")), List.of(stopped("1")));

        assertThat(keys()).containsExactly("service/a", "task/1", "task/2", "task/3");
        assertThat(RowWords.health(rows().get(1).getValue().values()).words()).isEqualTo("stopped, never ran");
    }

    @Test
    void update_startsFolded_whenThereAreVeryMany() {
        String[] many = new String[201];
        for (int number = 0; number < many.length; number++) {
            many[number] = "t" + number;
        }

        update(List.of(group("a", "healthy", many)), List.of());

        assertThat(keys()).containsExactly("service/a");
    }
}
