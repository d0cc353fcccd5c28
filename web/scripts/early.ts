// Before the first paint, so that the page does not flash in other colours.
import { applyTheme, storedTheme } from "./theme";

applyTheme(storedTheme());
