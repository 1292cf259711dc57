package dev.headwater.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.headwater.store");

  @Test
  void theContractDependsOnTheJdkAndItsAnnotationsOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations", "dev.headwater.store..")
        .check(CLASSES);
  }

  @Test
  void theModelKnowsNothingOfWhatIsBuiltOnIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.headwater.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.headwater.store.*..")
        .check(CLASSES);
  }

  @Test
  void thePackagesHaveNoCycles() {
    slices().matching("dev.headwater.store.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noOperationOfAStoreHasADefault() {
    methods()
        .that()
        .areDeclaredIn(Store.class)
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(CLASSES);
    methods()
        .that()
        .areDeclaredIn(Feed.class)
        .or()
        .areDeclaredIn(EntryCursor.class)
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(CLASSES);
  }

  @Test
  void utilityIsNoNameForAClass() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .check(CLASSES);
  }

  @Test
  void publicMethodsTakeNoBooleans() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notHaveRawParameterTypes(
            DescribedPredicate.describe(
                "a boolean",
                types -> types.stream().anyMatch(type -> type.getName().equals("boolean"))))
        .check(CLASSES);
  }
}
