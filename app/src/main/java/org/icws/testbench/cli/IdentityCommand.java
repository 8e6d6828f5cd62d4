package org.icws.testbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.crypto.EcdsaIdentity;
import org.icws.protocol.crypto.IdentityPem;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.run.DataDirectory;
import org.icws.testbench.run.IdentityFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code identity}: the gateway's key. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110,
        description = "Shows, takes over and hands out the gateway's key, by which canisters know the gateway.",
        subcommands = {IdentityCommand.Show.class, IdentityCommand.Import.class, IdentityCommand.Export.class})
final class IdentityCommand implements Runnable {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "show, import or export is missing");
    }

    /** What all of them need. */
    static final class Place {

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec;

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "Where the gateway's key is kept. Default: the user's data directory.")
        private Path dataDir;

        Path directory() {
            return dataDir == null
                    ? DataDirectory.ofUser()
                    : dataDir.toAbsolutePath().normalize();
        }

        Identity present() throws IOException {
            return IdentityFile.load(directory())
                    .orElseThrow(() -> new TestbenchException("There is no key in " + directory()
                            + " yet; the first start makes one, or identity import takes one over."));
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        /** Runs it, and says in one line what went wrong. */
        int run(Callable<Integer> work) {
            try {
                return work.call();
            } catch (FileAlreadyExistsException e) {
                return failed(e.getFile() + " exists already; choose another name");
            } catch (FileSystemException e) {
                String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
                return failed(e.getFile() + " cannot be used: " + reason);
            } catch (TestbenchException | IOException e) {
                return failed(e.getMessage());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private int failed(String what) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + what);
            return FAILED;
        }
    }

    private static String kind(Identity identity) {
        return identity instanceof EcdsaIdentity key
                ? key.curve() == EcdsaIdentity.Curve.SECP256K1 ? "secp256k1" : "P-256"
                : "Ed25519";
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            usageHelpWidth = 110,
            description = "Prints the gateway's principal, the kind of its key, and where the key is.")
    static final class Show implements Callable<Integer> {

        @Mixin
        private Place place;

        @Override
        public Integer call() {
            return place.run(() -> {
                Identity identity = place.present();
                place.out().println(identity.sender());
                place.out().println(kind(identity) + ", " + place.directory().resolve(IdentityFile.NAME));
                return 0;
            });
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            usageHelpWidth = 110,
            description = {
                "Makes a key of dfx or icp-cli the gateway's from its next start on: Ed25519, secp256k1 or P-256 in PEM.",
                "A key that is there already is kept beside it."
            })
    static final class Import implements Callable<Integer> {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "FILE", description = "For example ~/.config/dfx/identity/default/identity.pem")
        private Path file;

        @Option(names = "--force", description = "Also when the gateway has a key already.")
        private boolean force;

        @Override
        public Integer call() {
            return place.run(() -> {
                Identity identity = IdentityFile.read(file);
                if (!force && java.nio.file.Files.exists(place.directory().resolve(IdentityFile.NAME))) {
                    throw new TestbenchException("The gateway has a key already; canisters will know it by another"
                            + " principal. --force does it all the same.");
                }
                Optional<Path> former = IdentityFile.replace(place.directory(), identity);
                former.ifPresent(path -> place.out().println("The former key is kept in " + path));
                place.out().println(identity.sender());
                return 0;
            });
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            usageHelpWidth = 110,
            description = "Writes the gateway's key to a new file, for another gateway or another tool.")
    static final class Export implements Callable<Integer> {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "FILE", description = "A new file, which only you may read; - for standard output.")
        private Path file;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "pkcs8 (icp-cli, OpenSSL) or dfx. Default: pkcs8.",
                converter = FormatConverter.class)
        private IdentityPem.Format format = IdentityPem.Format.PKCS8;

        @Override
        public Integer call() {
            return place.run(() -> {
                Identity identity = place.present();
                if (file.toString().equals("-")) {
                    place.out().print(IdentityPem.encode(identity, format));
                    place.out().flush();
                } else {
                    IdentityFile.export(identity, file, format);
                }
                return 0;
            });
        }
    }

    /** {@code pkcs8} or {@code dfx}. */
    static final class FormatConverter implements picocli.CommandLine.ITypeConverter<IdentityPem.Format> {
        @Override
        public IdentityPem.Format convert(String text) {
            return switch (text) {
                case "pkcs8" -> IdentityPem.Format.PKCS8;
                case "dfx" -> IdentityPem.Format.DFX;
                default ->
                    throw new picocli.CommandLine.TypeConversionException(
                            "'" + text + "' is not a format; it is pkcs8 or dfx");
            };
        }
    }
}
