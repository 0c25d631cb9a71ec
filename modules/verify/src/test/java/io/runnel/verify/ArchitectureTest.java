package io.runnel.verify;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** The arrows of the house (ARCHITECTURE.md, docs/adr/0001) and what no part of it may reach for. */
@AnalyzeClasses(packages = "io.runnel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] MODULES = {
        "model",
        "wire",
        "objectstore",
        "log",
        "journal",
        "engine",
        "server",
        "storetools",
        "console",
        "commands",
        "loadtest",
        "top",
        "cli",
        "sdk",
        "sdk.pekko",
        "testkit",
        "sdk.testkit",
        "examples",
        "bench",
        "s3proxy",
        "histories",
        "leaks",
        "verify"
    };

    /** Where a clock, or chance, is chosen for everything below: it must be one place of each kind. */
    private static final String[] COMPOSITION_ROOTS = {
        "io.runnel.engine.Engine", "io.runnel.server.StartUp", "io.runnel.log.Logs", "io.runnel.storetools.StoreAccess"
    };

    private static ArchRule knows(String module, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = in(module);
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = in(others[i]);
        }
        return classes()
                .that()
                .resideInAPackage(in(module))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.runnel..").or(resideInAnyPackage(allowed)))
                .as("of the house, " + module + " knows " + String.join(", ", others));
    }

    private static String in(String module) {
        return "io.runnel." + module;
    }

    @ArchTest
    static final ArchRule modelKnowsNoFramework = classes()
            .that()
            .resideInAPackage(in("model"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", in("model"));

    @ArchTest
    static final ArchRule wireKnowsModel = knows("wire", "model");

    @ArchTest
    static final ArchRule wireKnowsNoPekko = noClasses()
            .that()
            .resideInAPackage(in("wire"))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.pekko.."));

    @ArchTest
    static final ArchRule objectstoreKnowsNobody = knows("objectstore");

    @ArchTest
    static final ArchRule logKnowsModelAndObjectstore = knows("log", "model", "objectstore");

    @ArchTest
    static final ArchRule journalKnowsTheLog = knows("journal", "model", "objectstore", "log");

    @ArchTest
    static final ArchRule engineKnowsModelOnly = knows("engine", "model");

    @ArchTest
    static final ArchRule serverTalksToTheEngine = knows("server", "model", "wire", "engine");

    @ArchTest
    static final ArchRule storetoolsReadByTheSpecification = knows("storetools", "model", "objectstore");

    @ArchTest
    static final ArchRule consoleKnowsTheSdk = knows("console", "sdk");

    @ArchTest
    static final ArchRule commandsTalkThroughTheSdk = knows("commands", "console", "sdk", "model");

    @ArchTest
    static final ArchRule loadtestIsAClient = knows("loadtest", "console", "sdk");

    @ArchTest
    static final ArchRule topIsAClient = knows("top", "console", "sdk");

    @ArchTest
    static final ArchRule cliStartsTheServer =
            knows("cli", "console", "commands", "loadtest", "top", "server", "storetools");

    @ArchTest
    static final ArchRule sdkKnowsWireAndModel = knows("sdk", "model", "wire");

    @ArchTest
    static final ArchRule sdkNeedsLittle = classes()
            .that()
            .resideInAPackage(in("sdk"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.net.ssl..",
                    "javax.security.auth..",
                    "org.jspecify..",
                    "io.netty..",
                    "com.fasterxml.jackson..",
                    in("sdk"),
                    in("model"),
                    in("wire"));

    @ArchTest
    static final ArchRule sdkShowsTypesOfItsOwn = classes()
            .that()
            .resideInAPackage(in("sdk"))
            .and(Signatures.areShown())
            .should(Signatures.nameTypesOf("java..", "javax.security.auth", in("sdk")));

    /** Or programs would have to tell the compiler of native images about it. */
    @ArchTest
    static final ArchRule sdkUsesNoReflection = noClasses()
            .that()
            .resideInAPackage(in("sdk"))
            .should()
            .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
            .orShould()
            .callMethod(Class.class, "forName", String.class);

    @ArchTest
    static final ArchRule sdkPekkoKnowsTheSdk = knows("sdk.pekko", "sdk");

    @ArchTest
    static final ArchRule sdkPekkoShowsTheSdkAndPekkoStreams = classes()
            .that()
            .resideInAPackage(in("sdk.pekko"))
            .and(Signatures.areShown())
            .should(Signatures.nameTypesOf(
                    "java..", "org.apache.pekko", "org.apache.pekko.stream..", in("sdk"), in("sdk.pekko")));

    @ArchTest
    static final ArchRule sdkTestkitKnowsTheSdkAndTheTestkit = knows("sdk.testkit", "sdk", "testkit");

    @ArchTest
    static final ArchRule examplesKnowWhatProgramsMayKnow = knows("examples", "sdk", "sdk.pekko");

    @ArchTest
    static final ArchRule testkitShowsTypesOfItsOwn = classes()
            .that()
            .resideInAPackage(in("testkit"))
            .and(Signatures.areShown())
            .should(Signatures.nameTypesOf("java..", "org.junit.jupiter.api.extension", in("testkit")));

    @ArchTest
    static final ArchRule testkitStartsTheServer = knows("testkit", "server", "journal", "objectstore");

    @ArchTest
    static final ArchRule benchIsAClient = knows("bench", "s3proxy", "sdk");

    @ArchTest
    static final ArchRule s3proxyKnowsNobody = knows("s3proxy");

    @ArchTest
    static final ArchRule historiesKnowsNobody = knows("histories");

    @ArchTest
    static final ArchRule leaksKnowsNobody = knows("leaks");

    @ArchTest
    static final ArchRule modulesAreFreeOfCycles =
            slices().matching("io.runnel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aModuleIsOneFlatPackage = classes()
            .should()
            .resideInAnyPackage(Arrays.stream(MODULES).map(ArchitectureTest::in).toArray(String[]::new));

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .that(areNotCompositionRoots().and(arePartOfTheServer()))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because("a test must be able to set the time");

    @ArchTest
    static final ArchRule chanceComesWithASeed = noClasses()
            .that(arePartOfTheServer())
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random")
            .because("a test must be able to repeat what happened");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that(arePartOfTheServer().or(arePartOfTheClient()))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class);

    @ArchTest
    static final ArchRule onlyTheCommandPrints = noClasses()
            .that(arePartOfTheServer().or(arePartOfTheClient()))
            .and()
            .resideOutsideOfPackage(in("cli"))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static DescribedPredicate<JavaClass> arePartOfTheServer() {
        return resideInAnyPackage(
                        in("model"),
                        in("wire"),
                        in("objectstore"),
                        in("log"),
                        in("journal"),
                        in("engine"),
                        in("server"),
                        in("storetools"),
                        in("cli"))
                .as("are part of the server");
    }

    private static DescribedPredicate<JavaClass> arePartOfTheClient() {
        return resideInAnyPackage(in("sdk"), in("sdk.pekko")).as("are part of the client");
    }

    private static DescribedPredicate<JavaClass> areNotCompositionRoots() {
        return describe("are not composition roots", type -> {
            for (String root : COMPOSITION_ROOTS) {
                if (type.getName().equals(root) || type.getName().startsWith(root + "$")) {
                    return false;
                }
            }
            return true;
        });
    }
}
