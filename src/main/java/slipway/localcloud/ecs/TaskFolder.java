package slipway.localcloud.ecs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * The files of one task: per container a copy of its image, which it may write to and which ends with the task, and its
 * volumes. A plain process sees the whole machine's file system, so a volume can be shown to it only where it works: at
 * its working folder or below.
 */
final class TaskFolder {
    private final Path folder;
    private final VolumeFolders fileSystems;
    private final Map<String, Path> volumes = new HashMap<>();

    TaskFolder(Path folder, VolumeFolders fileSystems) {
        this.folder = folder;
        this.fileSystems = fileSystems;
    }

    /** Finds or creates the task's volumes. */
    void openVolumes(TaskDefinition definition) throws TaskStartFailure {
        for (Volume volume : definition.volumes()) {
            volumes.put(volume.name(), open(volume));
        }
    }

    /** Lays out a container's files and returns its working folder. */
    Path prepare(ContainerDefinition container, ContainerImage image) throws TaskStartFailure {
        String working = container.workingDirectory() == null ? image.workingDir() : container.workingDirectory();
        Path root = folder.resolve(container.name());
        try {
            Files.createDirectories(root);
            if (image.root() != null) {
                LayerArchive.copy(image.root(), root);
            }
            Path place = inside(root, working);
            Files.createDirectories(place);
            for (MountPoint mount : container.mountPoints()) {
                place = mount(mount, container.name(), working, place);
            }
            return place;
        } catch (IOException failed) {
            throw new TaskStartFailure(
                    "ResourceInitializationError",
                    "the files of container " + container.name() + " cannot be laid out: "
                            + TaskStartFailure.words(failed, folder),
                    failed);
        }
    }

    /** Removes what ends with the task; what is on file systems stays. */
    void delete() throws IOException {
        LayerArchive.delete(folder);
    }

    private Path mount(MountPoint mount, String container, String working, Path place)
            throws IOException, TaskStartFailure {
        Path volume = volumes.get(mount.sourceVolume());
        if (volume == null) {
            throw TaskStartFailure.resource(
                    "container " + container + " mounts the unknown volume '" + mount.sourceVolume() + "'");
        }
        Path at = Path.of("/").resolve(mount.containerPath()).normalize();
        Path from = Path.of("/").resolve(working).normalize();
        if (at.equals(from)) {
            return volume;
        }
        if (!at.startsWith(from)) {
            throw TaskStartFailure.resource("a process of the local cloud sees a volume only at its working folder ("
                    + from + ") or below it; container " + container + " mounts '" + mount.sourceVolume() + "' at "
                    + at);
        }
        Path link = place.resolve(from.relativize(at));
        LayerArchive.delete(link);
        Files.createDirectories(link.resolveSibling("."));
        Files.createSymbolicLink(link, volume);
        return place;
    }

    private Path open(Volume volume) throws TaskStartFailure {
        EFSVolumeConfiguration efs = volume.efsVolumeConfiguration();
        if (efs != null) {
            return open(volume.name(), efs);
        }
        if (volume.dockerVolumeConfiguration() != null || volume.fsxWindowsFileServerVolumeConfiguration() != null) {
            throw TaskStartFailure.resource(
                    "the local cloud has no volumes of the kind of '" + volume.name() + "': EFS and empty ones it has");
        }
        try {
            return Files.createDirectories(folder.resolve("volumes").resolve(volume.name()));
        } catch (IOException failed) {
            throw new TaskStartFailure(
                    "ResourceInitializationError",
                    "the volume '" + volume.name() + "' cannot be created: " + TaskStartFailure.words(failed, folder),
                    failed);
        }
    }

    private Path open(String name, EFSVolumeConfiguration efs) throws TaskStartFailure {
        @Nullable
        String accessPoint = efs.authorizationConfig() == null
                ? null
                : efs.authorizationConfig().accessPointId();
        Path root;
        try {
            root = fileSystems.folder(efs.fileSystemId(), accessPoint);
        } catch (RuntimeException missing) {
            throw new TaskStartFailure(
                    "ResourceInitializationError",
                    "failed to invoke EFS utils commands to set up EFS volumes: '" + name + "': "
                            + missing.getMessage(),
                    missing);
        }
        Path place = efs.rootDirectory() == null || accessPoint != null ? root : inside(root, efs.rootDirectory());
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw TaskStartFailure.resource("failed to invoke EFS utils commands to set up EFS volumes: '" + name
                    + "': " + efs.fileSystemId() + " has no folder " + efs.rootDirectory());
        }
        return place;
    }

    /** An absolute path of the container, below the folder that stands for its root; {@code ..} stops at the root. */
    private static Path inside(Path root, String absolute) {
        return root.resolve(
                Path.of("/").relativize(Path.of("/").resolve(absolute).normalize()));
    }
}
