package dev.groundwire.launcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.vertx.core.Future;
import io.vertx.core.Verticle;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The layout is the architecture: what may know whom. */
@AnalyzeClasses(packages = "dev.groundwire", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> A_ROOM =
      JavaClass.Predicates.resideInAnyPackage(
              "dev.groundwire.chat..",
              "dev.groundwire.deadletter..",
              "dev.groundwire.embedding..",
              "dev.groundwire.gateway..",
              "dev.groundwire.inbox..",
              "dev.groundwire.ingestion..",
              "dev.groundwire.jobs..",
              "dev.groundwire.llm..",
              "dev.groundwire.outboxrelay..",
              "dev.groundwire.retrieval..",
              "dev.groundwire.webhooks..")
          .as("a room");

  /** It counts what the event bus drops, and sends nothing. */
  private static final String VERTX_TELLS_ITS_METRICS =
      "dev\\.groundwire\\.(platform\\.telemetry\\.VertxMeters|launcher\\.cluster\\.BusOptions)(\\$.*)?";

  @ArchTest
  static final ArchRule ONLY_THE_TYPED_BUS_TOUCHES_THE_EVENT_BUS =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.groundwire.bus..", "dev.groundwire.platform.bus..")
          .and()
          .haveNameNotMatching(VERTX_TELLS_ITS_METRICS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.core.eventbus..");

  @ArchTest
  static final ArchRule ONLY_REPOSITORIES_SPEAK_SQL =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Repository")
          .and()
          .resideOutsideOfPackages(
              "dev.groundwire.platform.postgres..", "dev.groundwire.platform.outbox..")
          .should()
          .callMethod(SqlClient.class, "preparedQuery", String.class)
          .orShould()
          .callMethod(SqlClient.class, "query", String.class);

  @ArchTest
  static final ArchRule NO_ROOM_KNOWS_ANOTHER =
      slices().assignedFrom(new Rooms()).should().notDependOnEachOther();

  @ArchTest
  static final ArchRule ROOMS_DO_NOT_OPEN_INTO_EACH_OTHER =
      slices().matching("dev.groundwire.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_LAUNCHER_KNOWS_THE_ROOMS =
      noClasses()
          .that()
          .resideInAnyPackage("dev.groundwire.bus..", "dev.groundwire.platform..")
          .should()
          .dependOnClassesThat(A_ROOM);

  @ArchTest
  static final ArchRule VERTICLES_RETURN_FUTURES =
      classes()
          .that()
          .haveSimpleNameEndingWith("Verticle")
          .should()
          .beAssignableTo(VerticleBase.class)
          .andShould()
          .notBeAssignableTo(Verticle.class);

  @ArchTest
  static final ArchRule NO_JUNK_DRAWERS =
      noClasses()
          .should()
          .haveNameMatching(
              ".*\\.\\w*(Utils?|Helper|Manager|Common|Impl|Base|Data|Info|Processor)$");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses().should().callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_READS_THE_ENVIRONMENT =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.groundwire.launcher.Main")
          .and()
          .resideOutsideOfPackage("dev.groundwire.testing..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule THE_PUBLIC_DOOR_NEVER_WAITS =
      noClasses()
          .that()
          .resideInAPackage("dev.groundwire.gateway..")
          .should()
          .callMethod(Future.class, "await")
          .orShould()
          .callMethod(Future.class, "await", long.class, TimeUnit.class);

  /** When it times out on a virtual thread of Vert.x 5.0.12, the context never goes on. */
  @ArchTest
  static final ArchRule NO_ROOM_AWAITS_WITH_A_TIME_OUT =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.groundwire.launcher..", "dev.groundwire.testing..")
          .should()
          .callMethod(Future.class, "await", long.class, TimeUnit.class);

  @ArchTest
  static final ArchRule MESSAGES_ARE_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAPackage("dev.groundwire.bus.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  /** Each room is a slice, the rest belongs to none. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return A_ROOM.test(type)
          ? SliceIdentifier.of(type.getPackageName().split("\\.", -1)[2])
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "rooms";
    }
  }
}
