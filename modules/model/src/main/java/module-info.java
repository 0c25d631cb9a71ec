/** Values that the server and the client have in common. For Runnel's own use: it may change with every release. */
module io.runnel.model {
    requires static transitive org.jspecify;

    exports io.runnel.model;
}
