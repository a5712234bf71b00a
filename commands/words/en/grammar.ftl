# What is said about a line that could not be read.

misread-try = Try { $line }
misread-not-a-command = That is no command: commands begin with a slash.
misread-too-long = That line has { $chars } characters; at most { $max } are read.
misread-help-asked = Here is what can be said.
misread-noun = There is no command “/{ $typed }”.
misread-noun-nearest = There is no command “/{ $typed }”. Did you mean { $nearest }?
misread-verb = { $noun } has no verb “{ $typed }”. It has { $verbs }.
misread-verb-nearest = { $noun } has no verb “{ $typed }”. Did you mean { $nearest }?
misread-missing = { $verb } also needs { $what }.
misread-flag = { $verb } has no “{ $typed }”. It has { $flags }. To keep it as text, put the text in quotes.
misread-flag-none = { $verb } takes no flags, so “{ $typed }” can't be read. To keep it as text, put the text in quotes.
misread-flag-nearest = { $verb } has no “{ $typed }”. Did you mean { $nearest }?
misread-value = “{ $typed }” doesn't fit { $word }: it takes { $wanted }.
misread-value-such-as = “{ $typed }” doesn't fit { $word }: it takes { $wanted }, such as { $examples }.
misread-value-because = “{ $typed }” doesn't fit { $word }: { $why }.
misread-value-nearest = “{ $typed }” doesn't fit { $word }. Did you mean { $nearest }?
misread-value-choices = “{ $typed }” doesn't fit { $word }: it takes one of { $choices }.
misread-extra = { $verb } doesn't expect “{ $typed }”. A text or name of several words goes in quotes.
misread-twice = { $word } can be said only once.
misread-conflict = { $one } and { $other } can't be said together.
misread-unbalanced = The quote that opens at “{ $rest }” is never closed.
misread-button = There is no button “{ $typed }” here. There is { $labels }.
misread-button-none = There is no button “{ $typed }” here.
misread-button-nearest = There is no button “{ $typed }” here. Did you mean { $nearest }?
misread-field = The form of { $verb } has no field “{ $typed }”. It has { $fields }.
misread-field-nearest = The form of { $verb } has no field “{ $typed }”. Did you mean { $nearest }?
