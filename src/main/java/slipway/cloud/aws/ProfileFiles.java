package slipway.cloud.aws;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import slipway.cloud.AwsProfile;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profiles of the standard AWS files ({@code ~/.aws/config}, {@code ~/.aws/credentials}, or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say). */
public final class ProfileFiles {
    private final Supplier<ProfileFile> files;

    public ProfileFiles() {
        this(ProfileFile::defaultProfileFile);
    }

    ProfileFiles(Supplier<ProfileFile> files) {
        this.files = files;
    }

    /** The profiles by name; empty when there is no file. Reads the files anew. */
    public List<AwsProfile> list() {
        return files.get().profiles().values().stream()
                .map(profile -> new AwsProfile(profile.name(), profile.property("region")))
                .sorted(Comparator.comparing(AwsProfile::name))
                .toList();
    }
}
