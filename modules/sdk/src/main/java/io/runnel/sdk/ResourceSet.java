package io.runnel.sdk;

/**
 * Which names an access token is for.
 *
 * @param exact whether exactly this name, or all that begin with it
 * @param value the name or the prefix
 */
public record ResourceSet(boolean exact, String value) {
    /** None. */
    public static final ResourceSet NONE = new ResourceSet(true, "");
    /** All. */
    public static final ResourceSet ALL = new ResourceSet(false, "");

    /** This name only. */
    public static ResourceSet exactly(String name) {
        return new ResourceSet(true, name);
    }

    /** All names that begin so. */
    public static ResourceSet prefix(String prefix) {
        return new ResourceSet(false, prefix);
    }
}
