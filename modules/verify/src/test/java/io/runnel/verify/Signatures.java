package io.runnel.verify;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a class shows to those who use it: what it is a subtype of, and its public and protected members. */
final class Signatures extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> allowed;

    private Signatures(String... packages) {
        super("name types of " + String.join(", ", packages) + " only in what they show");
        this.allowed = resideInAnyPackage(packages);
    }

    /** They name nothing but primitives, and public types of these packages. */
    static ArchCondition<JavaClass> nameTypesOf(String... packages) {
        return new Signatures(packages);
    }

    /** Whether others can name the class: it is public, and so is all that it is nested in. */
    static DescribedPredicate<JavaClass> areShown() {
        return describe("are shown", Signatures::isShown);
    }

    private static boolean isShown(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return isVisible(type.getModifiers()) && (outer.isEmpty() || isShown(outer.get()));
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Set<JavaClass> supertypes = new HashSet<>();
        type.getSuperclass().map(JavaType::getAllInvolvedRawTypes).ifPresent(supertypes::addAll);
        type.getInterfaces().forEach(each -> supertypes.addAll(each.getAllInvolvedRawTypes()));
        judge(type.getName() + " is a subtype", supertypes, type, events);
        for (JavaMember member : type.getMembers()) {
            if (isVisible(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                Set<JavaClass> named = new HashSet<>(member.getAllInvolvedRawTypes());
                if (member instanceof JavaCodeUnit unit) {
                    named.addAll(unit.getExceptionTypes());
                }
                judge(member.getFullName() + " has a signature", named, member, events);
            }
        }
    }

    private void judge(String what, Set<JavaClass> named, Object at, ConditionEvents events) {
        for (JavaClass each : named) {
            JavaClass type = each.getBaseComponentType();
            boolean ours = type.getPackageName().startsWith("io.runnel");
            if (!type.isPrimitive() && (!allowed.test(type) || (ours && !isShown(type)))) {
                events.add(SimpleConditionEvent.violated(at, what + " with " + type.getName()));
            }
        }
    }
}
