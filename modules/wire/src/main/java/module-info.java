/** What crosses HTTP. For Runnel's own use: it may change with every release. */
module io.runnel.wire {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.luben.zstd_jni;
    requires transitive io.runnel.model;
    requires static transitive org.jspecify;

    exports io.runnel.wire;
}
