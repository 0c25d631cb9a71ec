package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleDescriptorTest {
    private final Configuration resolved = NamedModules.resolved();

    private ModuleDescriptor descriptor(String name) {
        return resolved.findModule(name).orElseThrow().reference().descriptor();
    }

    @Test
    void thePublicPackageIsAllThatIsExported() {
        ModuleDescriptor sdk = descriptor(NamedModules.SDK);
        assertThat(sdk.exports()).singleElement().satisfies(exported -> {
            assertThat(exported.source()).isEqualTo("io.runnel.sdk");
            assertThat(exported.isQualified()).isFalse();
        });
        assertThat(sdk.opens()).isEmpty();
        assertThat(sdk.isOpen()).isFalse();
    }

    @Test
    void whoRequiresTheClientIsGivenNothingElse() {
        assertThat(descriptor(NamedModules.SDK).requires())
                .filteredOn(each -> each.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("org.jspecify");
    }

    @Test
    void everythingItRequiresHasADescriptorOfItsOwn() {
        assertThat(resolved.modules())
                .extracting(ResolvedModule::name)
                .contains("io.runnel.sdk", "io.runnel.wire", "io.runnel.model", "io.netty.codec.http2");
        assertThat(resolved.modules())
                .noneMatch(each -> each.reference().descriptor().isAutomatic());
    }

    @Test
    void itsClassesAreThoseOfANamedModule() throws Exception {
        ModuleLayer layer = ModuleLayer.boot()
                .defineModulesWithOneLoader(NamedModules.resolved(), ClassLoader.getPlatformClassLoader());
        Class<?> client = layer.findLoader(NamedModules.SDK).loadClass(RunnelClient.class.getName());
        assertThat(Optional.ofNullable(client.getModule().getName())).contains(NamedModules.SDK);
        assertThat(client).isNotSameAs(RunnelClient.class);
    }
}
