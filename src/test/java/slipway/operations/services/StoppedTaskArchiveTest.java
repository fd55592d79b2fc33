package slipway.operations.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.EnvironmentStatus;
import slipway.model.Identity;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;
import slipway.ui.Samples;

/** What is kept of stopped tasks once ECS has forgotten them. */
class StoppedTaskArchiveTest {
    private static final Identity LOCAL = new Identity("000000000000", "arn", "eu-west-1", true, 10);

    @TempDir
    Path folder;

    private static StoppedTask task(String id, double second) {
        return new StoppedTask(
                id,
                "dev-api-blue",
                "dev-api-blue:41",
                "3f2c1ab",
                Samples.at(second - 10),
                Samples.at(second),
                "EssentialContainerExited",
                "Essential container in task exited",
                List.of(
                        new ContainerExit("app", OptionalInt.of(1), ""),
                        new ContainerExit("init", OptionalInt.empty(), "never ran")));
    }

    private static EnvironmentStatus showing(StoppedTask... tasks) {
        return Samples.deployed().withStopped(List.of(tasks));
    }

    private Path file() {
        return folder.resolve("kept").resolve("000000000000-eu-west-1-dev.jsonl");
    }

    private StoppedTaskArchive archive() {
        return new StoppedTaskArchive(folder.resolve("kept"));
    }

    @Test
    void keep_givesBackWhatAnotherConsoleSaw() {
        var before = archive().keep(LOCAL, showing(task("old", 100), task("older", 50)));

        EnvironmentStatus after = archive().keep(LOCAL, showing(task("new", 200)));

        assertThat(before.stopped()).containsExactly(task("old", 100), task("older", 50));
        assertThat(after.stopped()).containsExactly(task("new", 200), task("old", 100), task("older", 50));
    }

    @Test
    void keep_writesEachTaskOnce() throws IOException {
        var archive = archive();
        archive.keep(LOCAL, showing(task("one", 100)));
        archive.keep(LOCAL, showing(task("one", 100), task("two", 120)));
        archive.keep(LOCAL, showing(task("two", 120)));

        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void keep_writesForTheOwnerAlone() throws IOException {
        archive().keep(LOCAL, showing(task("one", 100)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void keep_holdsTheNewestOnly() throws IOException {
        var archive = archive();
        StoppedTask[] many = IntStream.range(0, 1200)
                .mapToObj(number -> task("t" + number, 100 + number))
                .toArray(StoppedTask[]::new);

        EnvironmentStatus status = archive.keep(LOCAL, showing(many));

        assertThat(status.stopped()).hasSize(StoppedTaskArchive.KEPT).first().isEqualTo(task("t1199", 1299));
        assertThat(Files.readAllLines(file())).hasSize(StoppedTaskArchive.KEPT);
    }

    @Test
    void keep_forgetsWithTheEnvironment() {
        archive().keep(LOCAL, showing(task("one", 100)));

        archive().keep(LOCAL, Samples.nothing());

        assertThat(file()).doesNotExist();
        assertThat(archive().keep(LOCAL, showing()).stopped()).isEmpty();
    }

    @Test
    void keep_leavesOutTasksOfAnEarlierEnvironment() {
        archive().keep(LOCAL, showing(task("one", 100), task("before", 20)));
        EnvironmentStatus again = Samples.createdAt(60);

        assertThat(archive().keep(LOCAL, again).stopped())
                .extracting(StoppedTask::id)
                .containsExactly("one");
    }

    @Test
    void keep_passesOverALineThatWasCutShort() throws IOException {
        archive().keep(LOCAL, showing(task("one", 100)));
        Files.writeString(file(), "{\"id\":\"ha", StandardOpenOption.APPEND);

        EnvironmentStatus status = archive().keep(LOCAL, showing(task("two", 120)));

        assertThat(status.stopped()).extracting(StoppedTask::id).containsExactly("two", "one");
        assertThat(archive().keep(LOCAL, showing()).stopped())
                .extracting(StoppedTask::id)
                .containsExactly("two", "one");
    }

    @Test
    void keep_saysThatNothingIsKept_whenTheFolderCannotBeMade() throws IOException {
        Files.writeString(folder.resolve("kept"), "a file in the way");

        EnvironmentStatus status = archive().keep(LOCAL, showing(task("one", 100)));

        assertThat(status.stopped()).extracting(StoppedTask::id).containsExactly("one");
        assertThat(status.unread().getFirst().failure().message()).contains("Cannot keep stopped tasks in");
    }
}
