// Names as Prefect gives them: a colour or mood and an animal, so that people can tell runs apart when they talk.
const ADJECTIVES =
  'amber agile azure brave bright calm candid clever copper coral crimson curious daring eager elegant fancy gentle golden graceful hazel honest indigo jolly keen lively lucky mauve mellow merry mighty modest nimble noble ochre olive opal patient pearl placid proud quick quiet radiant ruby rustic sable scarlet serene silver spry steady sunny swift tawny teal tidy topaz upbeat velvet violet vivid warm wise witty zesty'.split(
    ' ',
  );
const ANIMALS =
  'adder alpaca ant badger bat beaver bee bison boar buffalo camel caribou cat chamois civet crane cricket deer dingo dolphin dove duck eagle eel elk falcon ferret finch fox frog gazelle gecko gibbon goose grouse hare hawk heron horse ibex jackal jay kestrel koala lark lemur leopard lion llama lynx magpie marmot marten mink mole moose mouse narwhal newt ocelot octopus orca oriole osprey otter owl panda panther pelican penguin pigeon puffin puma quail rabbit raven robin salmon seal shrew skink sloth snail sparrow squid stork swan tapir tern tiger toad trout turtle viper vole walrus weasel whale wolf wombat wren yak zebra'.split(
    ' ',
  );

/** Two random words: `mauve-otter`. */
export function createRunWords(random: () => number = Math.random): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)]!;
  return `${pick(ADJECTIVES)}-${pick(ANIMALS)}`;
}
