import type { GroceryDictionary } from '../grocery-dictionary.ts';

/** German. Compounds end with what they are (`Apfelsaft`), so heads (`saft`, `brot`, `käse`) stand for many names. */
export const de: GroceryDictionary = {
  head: 'compound',
  stem: (word) => (word.length > 4 ? word.replace(/(?:en|er|n|s|e)$/, '') : word),
  splitters: 'mit|fur|im|in|zum|zur|ohne|aus|von|vom|und|oder',
  containers:
    'becher|beutel|bund|dose|dosen|flasche|flaschen|glas|glaser|kasten|kiste|kopf|liter|netz|packung|packungen|packchen|paket|riegel guter|scheibe|scheiben|schale|stange|stuck|tafel|tube|tute|tuten',
  tins: 'dosen?|glas|glaser',
  of: '',
  marks: [
    ['Pet', '(?:fur (?:den |die )?)?(?:hunde?|katzen?|kater|hamster|vogel|kaninchen|haustiere?|fische)'],
    ['Baby', '(?:fur (?:das |die )?)?(?:babys?|sauglinge?|kleinkinder)'],
    ['Frozen', 'tk|tiefgekuhlt(?:e[rsn]?)?|tiefkuhl|gefroren(?:e[rsn]?)?'],
  ],
  names: {
    Produce:
      'ananas,äpfel,apfelsine,aprikose,artischocke,aubergine,avocado,bananen,basilikum,birne,bohnen grün,grüne bohnen,brokkoli,champignons,chili,chilischote,clementinen,datteln,dill,endivien,erbsenschoten,feigen,fenchel,gemüse,gewürzgurke frisch,grapefruit,gurken,ingwer,karotten,kartoffel,kirschen,kiwi,kohl,kohlrabi,kokosnuss,koriander,kürbis,lauch,limette,litschi,maiskolben,mandarinen,mango,mangold,melone,minze,mirabellen,möhren,mohrrüben,nektarinen,obst,okra,orangen,pak choi,papaya,paprika,paprikaschoten,passionsfrucht,pastinaken,petersilie,pfirsich,pfifferlinge,pflaumen,physalis,pilze,porree,quitten,radicchio,radieschen,rettich,rhabarber,rosmarin,rote bete,rote beete,rucola,salat,salatherzen,salbei,schalotten,sellerie,spargel,spinat,thymian,tomaten,topinambur,trauben,wirsing,zitronen,zitronengras,zucchini,zuckerschoten,zwetschgen,zwiebeln,pomelo,kaki,kresse,beere,kraut,zehen,suppengrün,chicoree,rübe',
    Bakery:
      'nussecken,fladen,bagel,baguette,berliner,brezel,brezn,brioche,brot,brötchen,broetchen,buns,ciabatta,croissant,donut,hörnchen,krapfen,kuchen,laugenstange,muffin,naan,panettone,pita,plunder,schnecke,schrippen,semmel,stollen,stuten,toast,torte,tortenboden,tortillas,waffeln,weckle,wraps,zopf,gebäck,teilchen,strudel,brownie,pumpernickel,kipferl',
    'Dairy & eggs':
      'tofu,butter,camembert,crème fraîche,eier,ei,feta,gouda,haferdrink,halloumi,joghurt,jogurt,käse,kefir,margarine,mascarpone,milch,milchreis,molke,mozzarella,parmesan,pudding,quark,raclette,ricotta,sahne,schmand,skyr,sojadrink,topfen,emmentaler,edamer,obatzda,ayran,drink hafer,grießbrei,fruchtzwerge,schlagobers,rahm',
    'Meat & fish':
      'aufschnitt,bacon,braten,calamari,chorizo,ente,filet,fisch,fleisch,forelle,frikadellen,gans,gehacktes,gulasch,gyros,hack,hackbällchen,hähnchen,hähnchenbrust,hering,huhn,hühnchen,hühnerbrust,kabeljau,kalb,kassler,kotelett,krabben,lachs,lamm,leber,leberkäse,lyoner,makrele,matjes,meeresfrüchte,mett,mortadella,muscheln,pute,putenbrust,rind,rippchen,rouladen,salami,schinken,schnitzel,schwein,schweinebauch,scholle,speck,steak,tatar,truthahn,wiener,wienerle,wild,wurst,würstchen,zander,fleischbällchen,burgerpatties,tempeh,aal,dorsch,pangasius,hirsch,reh,schenkel,keulen,flügel,medaillons,lende,nacken,garnele',
    Frozen:
      'eis,eiscreme,eiswürfel,fischstäbchen,frühlingsrollen,kroketten,nuggets,pizza,pommes,sorbet,tiefkühlgemüse,tiefkühlerbsen,rahmspinat,rösti,blätterteig,lasagne fertig,kartoffelecken,tiefkühlbeeren,crushed ice',
    Pantry:
      'lorbeer,agavendicksaft,anchovis,apfelmus,balsamico,bohnen,bouillon,brühe,brühwürfel,bulgur,cashewmus,chiasamen,couscous,curry,currypaste,dosentomaten,erbsen dose,essig,essiggurken,fix,gelatine,gewürze,gewürzgurken,gnocchi,grieß,hefe,hummus,kakao,kapern,kartoffelpüree,ketchup,kichererbsen,kokosmilch,kokosöl,kokosraspeln,konserve,kümmel,kurkuma,lasagneplatten,leinsamen,linsen,lorbeerblätter,mais,makkaroni,margarine backen,marzipan,mayonnaise,mayo,meerrettich,mehl,mohn,muskat,muskatnuss,natron,nelken,nudeln,öl,oel,oliven,olivenöl,oregano,passata,pasta,penne,pesto,pfeffer,pinienkerne,polenta,quinoa,ramen,rapsöl,ravioli,reis,rosinen zum backen,rotkraut glas,safran,dressing,salsa,salz,sardellen,sardinen,sauce,sauerkraut,semmelbrösel,senf,sesam,sonnenblumenöl,soße,spaghetti,spätzle,stärke,stevia,süßstoff,suppe,tahin,thunfisch,tomatenmark,passierte tomaten,gehackte tomaten,vanille,vanilleschote,zimt,zucker,zuckerrübensirup,couscoussalat,knödel,klöße,tabasco,sriracha,kuvertüre,backmischung,pektin,tortenguss,sahnesteif,mixed pickles,pulver,rotkohl glas,haselnüsse gemahlen,gemahlene mandeln,kürbiskernöl',
    Breakfast:
      'nussnougatcreme,cornflakes,erdnussbutter,erdnussmus,flocken,honig,konfitüre,marmelade,müsli,muesli,nuss-nougat-creme,nutella,porridge,schokocreme,sirup,cerealien,granola,haferkleie,weetabix,aufstrich,pflaumenmus,gelee,mandelmus',
    Snacks:
      'bonbons,cashews,chips,cracker,flips,fruchtgummi,getrocknete aprikosen,gummibärchen,kaugummi,keks,knabberzeug,knäckebrot,lakritz,lebkuchen,lutscher,mandeln,marshmallows,nachos,nuss,osterhase,plätzchen,popcorn,pralinen,pistazien,reiswaffeln,riegel,rosinen,salzstangen,schokolade,schokoküsse,studentenfutter,süßigkeiten,trockenfrüchte,trockenobst,waffelröllchen,zwieback,brezeln salz,laugenbrezel snack,haribo,grissini,spekulatius,kerne',
    Drinks:
      'kaffeepulver,bier,bionade,brause,cappuccino,champagner,cola,energydrink,espresso,fanta,gin,kaffee,kaffeebohnen,kaffeekapseln,kaffeepads,trinkschokolade,kamillentee,korn,likör,limo,limonade,prosecco,radler,rum,saft,schnaps,schorle,sekt,smoothie,sprudel,tee,teebeutel,tonic,wasser,wein,weinbrand,weizen,whisky,wodka,sprite,pils,getränke,spezi,kombucha,punsch,rooibos',
    Household:
      'backpapier,batterien,akkus,besen,bürste,eimer,entkalker,filtertüten,fleckenentferner,folie,gefrierbeutel,gefriertüten,glühbirnen,grillanzünder,handschuhe,kaffeefilter,kerzen,klarspüler,klopapier,küchenrolle,lampe,lappen,leuchtmittel,mülltüten,müllbeutel,müllsäcke,pappteller,pappbecher,putzmittel,reiniger,scheuermilch,schwämme,servietten,spülmaschinensalz,spülmittel,spüli,staubsaugerbeutel,streichhölzer,strohhalme,tabs,teelichter,toilettenpapier,tücher,waschmittel,waschpulver,wäscheklammern,wc-steine,weichspüler,zahnstocher,zewa,schuhcreme,insektenspray,lufterfrischer,kehrblech,brotpapier,küchenpapier,entfärber,fusselrolle,mopp,duftspray',
    'Personal care':
      'abschminktücher,after shave,aspirin,augentropfen,badesalz,binden,conditioner,creme,deo,deodorant,desinfektionsmittel,duschgel,haargel,haargummis,haarspray,haarfarbe,hustensaft,hustenbonbons,ibuprofen,kamm,kondome,kontaktlinsen,kontaktlinsenflüssigkeit,lippenstift,lippenpflege,lippenbalsam,lotion,make-up,mascara,mückenspray,mundwasser,nagellack,nagellackentferner,nagelfeile,nagelschere,nasenspray,ohrstöpsel,paracetamol,parfüm,pflaster,puder,rasierer,rasierklingen,rasierschaum,rasiergel,seife,shampoo,sonnenmilch,sonnenschutz,spülung,tampons,thermometer,verband,vitamine,vitamin c,vaseline,wattepads,wattestäbchen,watte,zahnbürsten,zahnpasta,zahnseide,tabletten,medikamente,salbe,slipeinlagen,gesichtsmaske,reinigungsmilch,magnesium,nasentropfen',
    Baby: 'babycreme,babymilch,babynahrung,babyöl,babypuder,babyshampoo,babytücher,beißring,brei,fläschchen,folgemilch,lätzchen,pampers,pre-milch,pre-nahrung,sauger,schnuller,stilleinlagen,wickelunterlagen,windeln,wundcreme,gläschen',
    Pet: 'vogelsand,futter,hundekekse,hundeshampoo,kotbeutel,katzenmilch,kaustangen,leckerli,streu,heu,meisenknödel,zeckenhalsband,flohmittel,katzenspielzeug,kauknochen,leine',
    Other:
      'blumen,briefmarken,buch,druckerpatronen,dünger,feuerzeug,feuerholz,geschenk,geschenkband,grillkohle,gutschein,heft,holzkohle,kaminholz,karte,kleber,klebeband,kugelschreiber,luftballons,magazin,papier,pflanze,rosen,samen,schere,spielzeug,stifte,tabak,tesa,tesafilm,tinte,tulpen,umschläge,wunderkerzen,zeitschrift,zeitung,zigaretten,erde,lottoschein,strauß,toner,weihnachtsbaum,blumentopf,schrauben,brennholz,ladekabel,regenschirm,geburtstagskerzen,christbaumkugeln',
  },
};
